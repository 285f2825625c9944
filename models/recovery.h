// Catching up after a strike: extra clinics at short notice and theatre lists at weekends.
#ifndef MODELS_RECOVERY_H
#define MODELS_RECOVERY_H

#include <stdint.h>

struct Hospital;

// Opens the extra sessions of the seven days from `day`.
void recovery_open_sessions(struct Hospital *hospital, uint32_t day);

#endif
