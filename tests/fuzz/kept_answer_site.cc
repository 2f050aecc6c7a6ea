#include "tests/fuzz/kept_answer_site.h"

#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/delimited_message_util.h>

#include <sstream>

#include "common/base/check.h"
#include "common/crypto/hash.h"

namespace hansa::fuzz {

client::KeptAnswer ReadKeptAnswer(ByteSpan bytes) {
  client::KeptAnswer kept;
  google::protobuf::io::ArrayInputStream stream(bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::util::ParseDelimitedFromZeroCopyStream(&kept.facts, &stream, nullptr);
  const ByteSpan elements = bytes.subspan(static_cast<size_t>(stream.ByteCount()));
  kept.facts.set_vector_sha256(ToString(crypto::Sha256(elements)));
  kept.facts.set_vector_bytes(elements.size());
  kept.vector = MakeBlob({elements.begin(), elements.end()});
  return kept;
}

Bytes WriteKeptAnswer(const client::KeptAnswer& kept) {
  std::ostringstream out;
  HANSA_CHECK(google::protobuf::util::SerializeDelimitedToOstream(kept.facts, &out));
  Bytes bytes = ToBytes(out.str());
  Bytes elements(kept.vector->size());
  HANSA_CHECK(kept.vector->ReadAt(0, elements).ok());
  Append(bytes, elements);
  return bytes;
}

std::string Do(testing::SiteWorld& world, const std::string& verb, std::vector<std::string> words,
               std::map<std::string, std::string> options) {
  testing::ScenarioStep step;
  step.verb = verb;
  step.words = std::move(words);
  step.options = std::move(options);
  return world.Respond(step);
}

void GiveTask(testing::SiteWorld& world, bool secure) {
  if (!secure) Do(world, "policy", {}, {{"secure", "off"}});
  Do(world, "link", {"up"});
  Do(world, "welcome");
  Do(world, "offer", {}, {{"secure", secure ? "required" : "off"}, {"min", "3"}});
  Do(world, "columns");
  Do(world, "start", {"train"});
  Do(world, "model");
  Do(world, "data");
}

}  // namespace hansa::fuzz
