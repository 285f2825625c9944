#include "sim/scenario/unsafe_text.h"

size_t sim_control_bytes(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;
    if ((*c > 0 && *c < 0x20) || *c == 0x7f) return 1;
    return *c == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0 ? 2 : 0;
}

// U+061C; U+200E, U+200F; U+2028 to U+202E; U+2066 to U+2069.
size_t sim_direction_bytes(const char *text)
{
    const unsigned char *c = (const unsigned char *)text;
    if (*c == 0xd8 && c[1] == 0x9c) return 2;
    if (*c != 0xe2) return 0;
    const int marks = c[1] == 0x80 && ((c[2] >= 0x8e && c[2] <= 0x8f) || (c[2] >= 0xa8 && c[2] <= 0xae));
    const int isolates = c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9;
    return marks || isolates ? 3 : 0;
}
