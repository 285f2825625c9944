#include "sim/results/package.h"

#include <jansson.h>
#include <string.h>

#include "sim/results/sheet.h"

static json_t *fields_of(const SimSheet *sheet)
{
    json_t *fields = json_array();
    for (size_t i = 0; i < sheet->field_count; i++) {
        const SimSheetField *field = &sheet->fields[i];
        json_array_append_new(fields, json_pack("{s:s, s:s, s:s}", "name", field->name, "type", field->type,
                                                "description", field->description));
    }
    return fields;
}

static json_t *resource_of(const SimSheet *sheet)
{
    const size_t name_length = strcspn(sheet->file, ".");
    return json_pack("{s:s%, s:s, s:s, s:s, s:s, s:s, s:s, s:{s:s, s:s}, s:{s:o, s:[s]}}",  //
                     "name", sheet->file, name_length,                                      //
                     "path", sheet->file,                                                   //
                     "title", sheet->title,                                                 //
                     "profile", "tabular-data-resource",                                    //
                     "format", "csv",                                                       //
                     "mediatype", "text/csv",                                               //
                     "encoding", "utf-8",                                                   //
                     "dialect", "delimiter", ",", "lineTerminator", "\n",                   //
                     "schema", "fields", fields_of(sheet), "missingValues", "");
}

bool sim_package_write(const char *program, const SimFrame *frame, FILE *file)
{
    size_t count;
    const SimSheet *sheets = sim_sheets(&count);
    json_t *resources = json_array();
    for (size_t i = 0; i < count; i++) {
        if (sim_sheet_is_needed(&sheets[i], frame)) json_array_append_new(resources, resource_of(&sheets[i]));
    }
    json_array_append_new(resources,
                          json_pack("{s:s, s:s, s:s, s:s}", "name", "scenario", "path", "scenario.yaml", "title",
                                    "The resolved scenario: every value in force", "mediatype", "application/yaml"));
    char name[80];
    snprintf(name, sizeof name, "%s-results", program);
    json_t *package = json_pack("{s:s, s:s, s:o}", "name", name, "profile", "data-package", "resources", resources);
    const bool is_written = package && json_dumpf(package, file, JSON_INDENT(2)) == 0;
    json_decref(package);
    return is_written && fputc('\n', file) != EOF;
}
