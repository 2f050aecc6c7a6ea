#pragma once
// An update as a site keeps it, in one input: its facts behind their length (protobuf's delimited
// form), then its elements. And a site that was given the task it may be for.

#include "client/core/inputs.h"
#include "tests/scenario/site_world.h"

namespace hansa::fuzz {

// The storage compared the elements with their digest and length, so these are set from them.
client::KeptAnswer ReadKeptAnswer(ByteSpan bytes);
Bytes WriteKeptAnswer(const client::KeptAnswer& kept);

// Up to where it asks its journal about the task. A job that is not secure takes plain answers.
void GiveTask(testing::SiteWorld& world, bool secure);
std::string Do(testing::SiteWorld& world, const std::string& verb,
               std::vector<std::string> words = {},
               std::map<std::string, std::string> options = {});

}  // namespace hansa::fuzz
