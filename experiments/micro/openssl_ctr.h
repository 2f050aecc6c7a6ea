#pragma once
// The limit of expansion by OpenSSL: what `openssl speed -evp aes-128-ctr -bytes 16384` does, a
// buffer encrypted in place again and again. Nothing is added.

#include <cstddef>

namespace hansa::micro {

inline constexpr size_t kOpensslBytes = 16 << 10;

// Processor time for a byte, of about as many bytes.
double OpensslByteSeconds(size_t bytes);

}  // namespace hansa::micro
