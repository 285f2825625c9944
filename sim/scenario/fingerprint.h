// What is the same has the same fingerprint: FNV-1a of 64 bits (Fowler, Noll, Vo), over bytes in their order.
#ifndef SIM_SCENARIO_FINGERPRINT_H
#define SIM_SCENARIO_FINGERPRINT_H

#include <stddef.h>
#include <stdint.h>

#define SIM_FINGERPRINT UINT64_C(0xcbf29ce484222325)  // of nothing

// Of what `fingerprint` is of, and these bytes behind it.
static inline uint64_t sim_fingerprint(uint64_t fingerprint, const void *bytes, size_t count)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < count; i++) fingerprint = (fingerprint ^ at[i]) * UINT64_C(0x100000001b3);
    return fingerprint;
}

#endif
