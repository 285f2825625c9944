// Characters that do something to what is around them when text is shown: controls, which a terminal obeys, and those
// that break lines or turn the direction of text, so that it reads other than it is.
#ifndef SIM_SCENARIO_UNSAFE_TEXT_H
#define SIM_SCENARIO_UNSAFE_TEXT_H

#include <stddef.h>

// Bytes of the control character (C0, DEL, C1) that begins at `text`, 0 if none does. Line breaks and tabs are
// controls.
size_t sim_control_bytes(const char *text);
// Bytes of the character that turns the direction of text or separates lines or paragraphs (Unicode's bidirectional
// controls, U+2028, U+2029) and begins at `text`, 0 if none does.
size_t sim_direction_bytes(const char *text);

#endif
