// What a site keeps of a task in a secure job, and of one whose job takes plain answers.

#include "tests/fuzz/corpus.h"
#include "tests/fuzz/kept_answer_site.h"

namespace hansa::fuzz {

std::vector<Bytes> KeptAnswers() {
  std::vector<Bytes> corpus;
  for (const bool secure : {true, false}) {
    testing::SiteWorld world;
    GiveTask(world, secure);
    Do(world, "journal");
    Do(world, "trained");
    client::KeptAnswer kept = *world.kept();
    kept.facts.set_round(secure ? 1 : 2);  // tells the target which it is
    corpus.push_back(WriteKeptAnswer(kept));
  }
  return corpus;
}

}  // namespace hansa::fuzz
