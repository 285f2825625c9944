#include "sim/cli/page_text.h"

#include <math.h>
#include <string.h>

const char *sim_plain_number(double value, int decimals, char text[static SIM_PLAIN_TEXT])
{
    char digits[SIM_PLAIN_TEXT];
    if (isnan(value) || fabs(value) > 1e18) return strcpy(text, "-");
    snprintf(digits, sizeof digits, "%.*f", decimals, fabs(value));
    const size_t whole = strcspn(digits, ".");
    const bool is_zero = strspn(digits, "0.") == strlen(digits);
    size_t length = 0;
    if (value < 0 && !is_zero) text[length++] = '-';
    for (size_t i = 0; digits[i]; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0) text[length++] = ',';
        text[length++] = digits[i];
    }
    text[length] = '\0';
    return text;
}

const char *sim_plain_date(SimDate date, char text[static SIM_PLAIN_TEXT])
{
    static const char *const MONTHS[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    const SimCivil civil = sim_civil(date);
    snprintf(text, SIM_PLAIN_TEXT, "%d %s %d", civil.day, MONTHS[civil.month - 1], civil.year);
    return text;
}

// Whether the byte goes on with a character that an earlier one began: labels hold names that users gave, in UTF-8.
static bool continues_character(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static int characters_of(const char *text)
{
    int count = 0;
    for (; *text; text++) count += !continues_character(*text);
    return count;
}

// How many bytes of a text of more than `width` characters go on the line: up to the last blank that fits, or else, of
// one long word, as many characters as fit.
static int bytes_that_fit(const char *text, int width)
{
    int end = 0, blank = 0;
    for (int characters = 0; characters < width; characters++) {
        if (text[end] == ' ') blank = end;
        do end++;
        while (continues_character(text[end]));
    }
    return text[end] == ' ' || blank == 0 ? end : blank;
}

void sim_print_label(const char *label, FILE *to)
{
    const int indent = (int)strspn(label, " "), width = SIM_LABEL_WIDTH - indent;
    label += indent;
    while (characters_of(label) > width) {
        const int length = bytes_that_fit(label, width);
        fprintf(to, "  %*s%.*s\n", indent, "", length, label);
        label += length + (label[length] == ' ');
    }
    fprintf(to, "  %*s%s%*s", indent, "", label, width - characters_of(label), "");
}
