#include "experiments/bench/large_coordinator.h"

#include "common/base/text.h"
#include "common/crypto/random.h"
#include "coordinator/app/coordinator_folder.h"
#include "coordinator/app/publisher.h"
#include "coordinator/cli/context_folder.h"
#include "coordinator/cli/init_coordinator.h"
#include "coordinator/storage/sqlite/sqlite_store.h"
#include "experiments/bench/certified_site.h"

namespace hansa::bench {
namespace {

using coordinator::CoordinatorFolder;
using coordinator::Record;
using coordinator::Store;

constexpr uint32_t kVersionsOfAModel = 10;

std::string JobText(uint32_t number) {
  return StrCat("name = \"model-", number,
                "\"\ntask = \"train\"\n[model]\narchitecture = \"mlp\"\nhidden = [96, 64]\n"
                "loss = \"mse\"\n[data]\nfeatures = [{ column = \"x1\" }, { column = \"x2\" }]\n"
                "target = { column = \"y\" }\ntrain = \"x1 < 5\"\n[local]\nepochs = 1\n"
                "batch_size = 64\noptimizer = \"adam\"\nlearning_rate = 1e-3\n[rounds]\n"
                "count = 10\nclients = { min = 3, target = 4 }\nevaluate = false\n"
                "[aggregation]\nsecure = \"required\"\nclip_norm = 10.0\n");
}

Result<std::vector<CertifiedSite>> AddSites(uint32_t sites, const crypto::SigningKey& authority,
                                            Store& store) {
  crypto::SystemRandom random;
  std::vector<Record> turn;
  std::vector<CertifiedSite> made;
  for (uint32_t number = 0; number < sites; ++number) {
    CertifiedSite site = Certify(NumberedSiteId(number), authority, random);
    const auto curve = site.curve.public_key();
    const Bytes curve_key(curve.begin(), curve.end());
    turn.push_back(coordinator::InvitationRegistered{
        .site_id = site.id,
        .name = StrCat("site-", number),
        .certificate = ToBytes(site.credential.invitation().SerializeAsString()),
        .curve_key = curve_key});
    const auto identity_key = site.identity.public_key();
    turn.push_back(
        coordinator::SiteEnrolled{.site_id = site.id,
                                  .credential = ToBytes(site.credential.SerializeAsString()),
                                  .identity_key = Bytes(identity_key.begin(), identity_key.end()),
                                  .curve_key = curve_key});
    made.push_back(std::move(site));
  }
  HANSA_TRY(store.Commit(turn));
  return made;
}

Result<> AddModel(uint32_t number, uint32_t versions, const coordinator::Publisher& publisher,
                  Store& store) {
  const std::string toml = JobText(number);
  const auto job = std::make_shared<const JobSpec>(HANSA_TRY(ParseJob(toml, "job.toml")));
  v1::JobRecord record;
  record.set_job_id(StrCat("job-", number));
  record.set_job_toml(toml);
  record.set_state("succeeded");
  std::vector<Record> turn = {record};
  for (uint32_t version = 0; version < versions; ++version) {
    auto published = HANSA_TRY(publisher.Publish({.kind = coordinator::PublishWork::Kind::kInitial,
                                                  .job_id = record.job_id(),
                                                  .job = job,
                                                  .seed = number * kVersionsOfAModel + version + 1,
                                                  .version = version,
                                                  .round = version}));
    turn.push_back(std::move(published.record));
  }
  return store.Commit(turn);
}

}  // namespace

Result<std::vector<CertifiedSite>> MakeLargeCoordinator(const LargeCoordinator& plan) {
  HANSA_TRY(cli::InitCoordinator(
      {.folder = plan.folder, .context = plan.context, .listen = "tcp://127.0.0.1:0"}));
  const CoordinatorFolder folder = HANSA_TRY(coordinator::LoadCoordinatorFolder(plan.folder));
  const auto authority = HANSA_TRY(cli::LoadAuthorityKey(plan.context));
  const auto store = HANSA_TRY(coordinator::SqliteStore::Open(folder.store().string()));
  coordinator::ModelLibrary library(HANSA_TRY(coordinator::ModelStore::Open(folder.models())));
  const coordinator::TranscriptFolder transcripts(folder.runs(), folder.keys.signing.Clone(),
                                                  folder.certificate);
  const coordinator::Publisher publisher(library, transcripts, folder.keys.signing.Clone(),
                                         folder.certificate);
  std::vector<CertifiedSite> sites = HANSA_TRY(AddSites(plan.sites, authority, *store));
  for (uint32_t made = 0; made < plan.versions; made += kVersionsOfAModel)
    HANSA_TRY(AddModel(made / kVersionsOfAModel, std::min(kVersionsOfAModel, plan.versions - made),
                       publisher, *store));
  return sites;
}

}  // namespace hansa::bench
