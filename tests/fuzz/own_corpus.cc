// What programs of ours leave on disk and read again, and the steps of a transfer.

#include "client/report/report_json.h"
#include "client/storage/kept_update_head.h"
#include "common/base/check.h"
#include "common/identity/authority_book.h"
#include "common/identity/coordinator_request.h"
#include "coordinator/backup/backup_manifest.h"
#include "experiments/simulation/plan_text.h"
#include "hansa/v1/secagg.pb.h"
#include "tests/fuzz/corpus.h"
#include "tests/unit/identity_fixture.h"

namespace hansa::fuzz {
namespace {

constexpr std::string_view kEvents =
    R"({"index":0,"time":"2026-01-01T00:00:00Z","event":"job_started","job_id":"j","name":"wind","rounds":2,"quorum":2,"secure_aggregation":true,"sites":["a","b"],"pseudonym_key":"00"}
{"index":1,"time":"2026-01-01T00:00:01Z","event":"round_started","round":1,"sites":["a","b"]}
{"index":2,"time":"2026-01-01T00:00:02Z","event":"client_dropped","round":1,"site":"b","step":"training","reason":"left"}
{"index":3,"time":"2026-01-01T00:00:03Z","event":"model_published","version":1,"round":1,"sha256":"00","void":false}
{"index":4,"time":"2026-01-01T00:00:04Z","event":"round_finished","round":1,"version":1,"clients":2,"dropped":1,"metrics":{"rmse":67.5},"unit":"kW","seconds":{"training":1.5,"total":2},"bytes_up":10,"bytes_down":20}
{"index":5,"time":"2026-01-01T00:00:05Z","event":"job_finished","state":"succeeded","reason":"","seconds":5,"model":{"name":"wind","version":1,"sha256":"00"}}
)";
constexpr std::string_view kOtherEvents =
    R"({"event":"site_declined","site":"c","reasons":["<b>no</b>","hours"]}
{"event":"job_resumed","round":1,"phase":"training"}
{"event":"round_failed","round":1,"attempt":2,"reason":"too few"}
{"event":"evaluation_failed","round":1,"reason":"none"}
{"event":"statistics_gathered","sites":2,"columns":[{"column":"a","count":2,"mean":null,"quantiles":[{"probability":0.5,"value":1}],"histogram":[1,0]}]}
{"event":"of_tomorrow","round":1,"figure":7,"list":[1]}
)";

Bytes Behind(char kind, const google::protobuf::MessageLite& message) {
  Bytes bytes{static_cast<uint8_t>(kind)};
  Append(bytes, AsSpan(message.SerializeAsString()));
  return bytes;
}

}  // namespace

std::vector<Bytes> RunEvents() { return {ToBytes(kEvents), ToBytes(kOtherEvents)}; }

std::vector<Bytes> BackupManifests() {
  coordinator::BackupManifest manifest{.made_unix_ms = 1'767'225'600'000, .state = "state"};
  manifest.files = {{.path = "coordinator.toml", .bytes = 10},
                    {.path = "models/wind/1/model.safetensors", .bytes = 7}};
  return {ToBytes(ToJson(manifest))};
}

std::vector<Bytes> SiteReports() {
  client::ReportContents contents{.job = "wind-power", .job_sha256 = "00ff", .unit = "kW"};
  std::vector<Bytes> reports{ToBytes(client::ReportToJson(contents))};
  contents.data = {{"a.csv"}, 10, 6, 3, {{"outside_valid:t", 1, "a.csv:7"}}, std::nullopt};
  contents.data.windows = client::WindowReport{12, {{"gap", 3, "a.csv:9"}}};
  contents.columns = {"t", "p"};
  contents.rounds = {{1, 1, {{"rmse", 231.25}}, 1.5, 900}};
  contents.baseline = client::BaselineEntry{{{"rmse", 98.75}}, 20};
  contents.sent = {{1'772'366'400'000, "00ff", "training update", 1, 6128}};
  reports.push_back(ToBytes(client::ReportToJson(contents)));
  return reports;
}

std::vector<Bytes> Certificates() {
  const identity::Fixture known;
  return {
      Behind('i', known.issued.invitation.certificate()), Behind('c', known.credential),
      Behind('o', known.coordinator_certificate),
      Behind('d', identity::SignDirectory(known.authority, 3, {{known.issued.site_id, "leaf"}},
                                          identity::kNow)),
      Behind('r', identity::SignRevocation(known.authority, known.issued.site_id, identity::kNow))};
}

std::vector<Bytes> KeyTexts() {
  const std::string key(64, 'a'), other(64, '5');
  return {ToBytes(key + "\n"), ToBytes("# operators\n\n" + key + "\n" + other)};
}

std::vector<Bytes> KeptUpdateHeads() {
  v1::StoredAnswer facts;
  const std::string digest(32, 'd');
  facts.set_task_id(std::string(16, 't'));
  facts.set_job_digest(digest);
  facts.set_base_model_sha256(digest);
  facts.set_data_digest(digest);
  facts.set_round(3);
  facts.set_base_version(2);
  facts.set_ring_bits(64);
  facts.set_rows(4320);
  facts.set_unix_ms(1'767'225'600'000);
  facts.set_vector_sha256(digest);
  facts.set_vector_bytes(2 << 20);
  return {client::WriteUpdateHead(facts), client::WriteUpdateHead({}),
          ToBytes(facts.SerializeAsString())};
}

std::vector<Bytes> SimulationPlans() {
  simulation::Plan plan{.seed = 7, .sites = 12, .secure = true};
  plan.faults = simulation::FaultMix("heavy").value();
  simulation::Plan other{.evaluate = false, .threshold = true, .jobs = 2, .over_select = 150};
  other.bug = PlantedBug::kMarkerLost;
  other.pause_every = std::chrono::minutes(3);
  std::vector<Bytes> corpus = {ToBytes(simulation::ToText(plan)),
                               ToBytes(simulation::ToText(other)),
                               ToBytes(std::string_view("# a comment\n\tsites =  4 # more\r\n"))};
  return corpus;
}

std::vector<Bytes> BulkSteps() {
  return {{1, 0, 0, 0, 0, 0, 100, 0, 16, 0, 1, 0, 0, 0, 0, 0, 116, 0, 16, 0, 0, 100, 0, 16, 0},
          {1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4, 232, 3, 0, 0, 1, 0, 0, 0, 0},
          {5, 0, 0, 0, 1, 6, 0, 0, 0, 0, 6, 0, 0, 0, 0, 7, 1, 0, 1, 0, 6, 0, 0, 0, 0}};
}

// A book with one site listed, one revoked, one new; a request; a roster's proof.
std::vector<Bytes> AuthorityFiles() {
  identity::Fixture known;
  identity::AuthorityBook book(known.authority.public_key());
  const auto invite = [&](const char* name) {
    const identity::IssuedInvitation made = known.Issue().value();
    HANSA_CHECK(book.AddInvitation(name, made.certificate).ok());
    return made.site_id;
  };
  const auto text = [](char kind, const std::string& json) {
    Bytes bytes{static_cast<uint8_t>(kind)};
    Append(bytes, AsSpan(json));
    return bytes;
  };
  std::vector<Bytes> all{text('b', book.ToJson())};
  const std::string first = invite("a");
  invite("b");
  book.Sign(known.authority, identity::kNow);
  HANSA_CHECK(
      book.AddRevocation(identity::SignRevocation(known.authority, first, identity::kNow)).ok());
  invite("c");
  all.push_back(text('b', book.ToJson()));
  all.push_back(text('q', identity::ToJson({"tcp://127.0.0.1:7423",
                                            {known.coordinator.public_key(),
                                             known.coordinator_curve.public_key()}})));
  v1::Roster roster;  // places and digests of two leaves of the target's tree
  roster.add_places(2);
  roster.add_places(9);
  roster.set_inclusion(std::string(6 * sizeof(crypto::Digest), 'd'));
  all.push_back(Behind('p', roster));
  return all;
}

}  // namespace hansa::fuzz
