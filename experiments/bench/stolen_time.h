#pragma once
// Processor time that this machine wanted and did not get, because its host gave it to others
// ("steal" of proc(5), /proc/stat): all processors together, since the machine started. Measured
// times contain it; a bench that reports it tells why one run is slower than the next.

namespace hansa::bench {

// 0 where the kernel does not count it.
double StolenSeconds();

}  // namespace hansa::bench
