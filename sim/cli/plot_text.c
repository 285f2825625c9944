#include "sim/cli/plot_text.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

// Reads one character and how many bytes it has; 0 bytes if they are no valid UTF-8.
static size_t decode(const unsigned char *text, uint32_t *character)
{
    if (text[0] < 0x80) {
        *character = text[0];
        return 1;
    }
    const size_t bytes = text[0] >= 0xF0 ? 4 : text[0] >= 0xE0 ? 3 : 2;
    if (text[0] < 0xC2 || text[0] > 0xF4) return 0;
    uint32_t value = text[0] & (0x7Fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        if ((text[i] & 0xC0) != 0x80) return 0;
        value = value << 6 | (text[i] & 0x3F);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < least[bytes] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0;
    *character = value;
    return bytes;
}

// Invisible characters that turn the writing direction or hide text.
static bool is_invisible(uint32_t character)
{
    return (character >= 0x200B && character <= 0x200F) || (character >= 0x2028 && character <= 0x202E) ||
           (character >= 0x2060 && character <= 0x206F) || character == 0xFEFF || character == 0x061C ||
           (character >= 0xFFF9 && character <= 0xFFFF);
}

// What stands for a character; NULL if it stands for itself.
static const char *replacement(uint32_t character)
{
    if (character < 0x20 || (character >= 0x7F && character <= 0x9F)) return " ";
    if (character == '"') return "\u201D";
    if (character == '\\') return "/";
    return is_invisible(character) ? "?" : NULL;
}

void sim_plot_text(char to[static SIM_PLOT_TEXT], const char *from, size_t characters)
{
    enum { LONGEST = SIM_PLOT_TEXT - 8 };  // room for an ellipsis
    const unsigned char *rest = (const unsigned char *)from;
    while (*rest != '\0' && *rest <= ' ') rest++;
    size_t length = 0, count = 0;
    while (*rest != '\0' && length < LONGEST) {
        uint32_t character = '?';
        size_t bytes = decode(rest, &character);
        const char *other = bytes == 0 ? "?" : replacement(character);
        if (bytes == 0) bytes = 1;
        if (count + 1 == characters && rest[bytes] != '\0') {
            other = "\u2026";
            bytes = strlen((const char *)rest);
        }
        const size_t taken = other ? strlen(other) : bytes;
        memcpy(to + length, other ? other : (const char *)rest, taken);
        length += taken;
        rest += bytes;
        count++;
    }
    while (length > 0 && to[length - 1] == ' ') length--;
    if (length == 0) to[length++] = ' ';
    to[length] = '\0';
}

size_t sim_plot_text_length(const char *text)
{
    size_t characters = 0;
    for (; *text != '\0'; text++) {
        if (((unsigned char)*text & 0xC0) != 0x80) characters++;
    }
    return characters;
}

void sim_plot_file_name(char to[static 65], const char *from)
{
    static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    size_t length = 0;
    for (; length < 64 && from[length] != '\0'; length++) to[length] = strchr(safe, from[length]) ? from[length] : '_';
    to[length] = '\0';
}

const char *sim_plot_count(char to[static 32], double number)
{
    const double size = fabs(number);
    char digits[32];
    if (!(size < 1e15)) {
        snprintf(to, 32, "%g", number);
        return to;
    }
    const bool whole = size >= 9.95 || fabs(size - round(size)) < 0.05;
    snprintf(digits, sizeof digits, "%.*f", whole ? 0 : 1, size);
    const size_t length = strcspn(digits, "."), all = strlen(digits);
    size_t at = 0;
    if (number < 0 && strspn(digits, "0.") < all) at = (size_t)snprintf(to, 32, "\u2212");
    for (size_t i = 0; i < all; i++) {
        if (i > 0 && i < length && (length - i) % 3 == 0) to[at++] = ',';
        to[at++] = digits[i];
    }
    to[at] = '\0';
    return to;
}

const char *sim_plot_month(int month)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return names[month - 1];
}

const char *sim_plot_date(char to[static 32], SimDate date)
{
    const SimCivil civil = sim_civil(date);
    snprintf(to, 32, "%d %s %d", civil.day, sim_plot_month(civil.month), civil.year);
    return to;
}
