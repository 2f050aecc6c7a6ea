#pragma once
// Messages that parse and mean nothing: every field of any message filled by chance.

#include <google/protobuf/message.h>

#include <random>

namespace hansa::testing {

// `depth` bounds how far messages nest. Texts and bytes are at most some hundred long, and now and
// then of a length that the protocol expects.
void FillByChance(google::protobuf::Message& message, std::mt19937_64& random, int depth = 4);

}  // namespace hansa::testing
