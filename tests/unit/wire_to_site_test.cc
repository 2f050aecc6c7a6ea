#include <gtest/gtest.h>

#include "common/base/limits.h"
#include "common/base/script_limits.h"
#include "common/wire/parse.h"
#include "tests/unit/wire_cases.h"

namespace hansa::wire {
namespace {

using Down = v1::ToSite;

void GoodBlobChunk(Down& m) {
  m.mutable_blob()->set_sha256(kDigest);
  m.mutable_blob()->set_found(true);
  m.mutable_blob()->set_offset(77);
  m.mutable_blob()->set_size(177);
}
void GoodUploadRequest(Down& m) {
  m.mutable_upload_request()->set_sha256(kDigest);
  m.mutable_upload_request()->set_bytes(100);
}

void ListedRoster(Down& m) {
  v1::Roster& roster = *m.mutable_secagg()->mutable_roster();
  roster.set_params_hash(kDigest);
  roster.add_entries("entry");
  *roster.mutable_directory() = SomeSigned();
  roster.add_places(7);
  roster.set_inclusion(std::string(16 * 32, 'd'));
}

const std::vector<Case<Down>>& DownCases() {
  static const std::vector<Case<Down>> cases = {
      {"join_reply", [](Down& m) { m.mutable_join_reply()->set_reason("expired"); }, 0,
       [](Down& m) { m.mutable_join_reply()->set_reason(std::string(513, 'x')); }, "bad_text"},
      {"welcome",
       [](Down& m) {
         *m.mutable_welcome()->mutable_coordinator() = SomeSigned();
         m.mutable_welcome()->set_heartbeat_ms(2000);
       },
       0, [](Down& m) { m.mutable_welcome()->set_heartbeat_ms(-1); }, "bad_heartbeat"},
      {"job_offer", [](Down& m) { m.mutable_job_offer()->set_job_toml("name = 'x'"); }, 0,
       [](Down& m) { m.mutable_job_offer()->clear_job_toml(); }, "bad_job_file"},
      {"blob",
       [](Down& m) {
         m.mutable_blob()->set_sha256(kDigest);
         m.mutable_blob()->set_found(true);
       },
       100, [](Down& m) { m.mutable_blob()->set_found(false); }, "bad_payload"},
      {"task_start",
       [](Down& m) {
         v1::TaskStart& start = *m.mutable_task_start();
         start.set_task_id(kTask);
         start.set_job_digest(kDigest);
         start.set_kind(v1::TASK_KIND_TRAIN);
         start.set_model_sha256(kDigest);
         start.set_model_bytes(1000);
         start.set_window_ms(1000);
       },
       0, [](Down& m) { m.mutable_task_start()->set_model_bytes(limits::kModelBytes + 1); },
       "bad_model_size"},
      {"task_script",
       [](Down& m) {
         v1::TaskStart& start = *m.mutable_task_start();
         start.set_task_id(kTask);
         start.set_job_digest(kDigest);
         start.set_kind(v1::TASK_KIND_EVALUATE);
         start.set_model_sha256(kDigest);
         start.set_model_bytes(1000);
         start.set_window_ms(1000);
         start.set_script_bytes(limits::kScriptBytes);
       },
       0, [](Down& m) { m.mutable_task_start()->set_script_bytes(limits::kScriptBytes + 1); },
       "bad_script_size"},
      {"task_end",
       [](Down& m) {
         m.mutable_task_end()->set_task_id(kTask);
         m.mutable_task_end()->set_outcome("succeeded");
       },
       0, [](Down& m) { m.mutable_task_end()->clear_outcome(); }, "bad_text"},
      {"params", [](Down& m) { *m.mutable_secagg()->mutable_params() = SomeSigned(); }, 0,
       [](Down& m) { m.mutable_secagg()->mutable_params()->clear_payload(); }, "bad_signed"},
      {"roster",
       [](Down& m) {
         m.mutable_secagg()->mutable_roster()->set_params_hash(kDigest);
         m.mutable_secagg()->mutable_roster()->add_entries("entry");
       },
       0,
       [](Down& m) {
         for (size_t i = 0; i < limits::kSites; ++i)
           m.mutable_secagg()->mutable_roster()->add_entries("entry");
       },
       "too_many_sites"},
      {"roster_directory", ListedRoster, 0,
       [](Down& m) {
         m.mutable_secagg()->mutable_roster()->mutable_directory()->clear_signature();
       },
       "bad_signed"},
      {"roster_places", ListedRoster, 0,
       [](Down& m) { m.mutable_secagg()->mutable_roster()->add_places(9); }, "too_many_places"},
      {"roster_inclusion", ListedRoster, 0,
       [](Down& m) { m.mutable_secagg()->mutable_roster()->mutable_inclusion()->pop_back(); },
       "bad_path"},
      {"roster_inclusion_large", ListedRoster, 0,
       [](Down& m) {
         m.mutable_secagg()->mutable_roster()->set_inclusion(std::string(17 * 32, 'd'));
       },
       "bad_path"},
      {"delivery",
       [](Down& m) {
         v1::ShareDelivery& delivery = *m.mutable_secagg()->mutable_delivery();
         delivery.set_params_hash(kDigest);
         delivery.add_shares()->set_path(kDigest);
       },
       0,
       [](Down& m) {
         m.mutable_secagg()->mutable_delivery()->mutable_shares(0)->set_path("short");
       },
       "bad_path"},
      {"delivery_packed",
       [](Down& m) {
         v1::ShareDelivery& delivery = *m.mutable_secagg()->mutable_delivery();
         delivery.set_params_hash(kDigest);
         delivery.mutable_packed()->add_senders(7);
         delivery.mutable_packed()->set_ciphertexts(std::string(108, 'c'));
         delivery.mutable_packed()->set_leaf_roots(kDigest);
         delivery.mutable_packed()->set_signatures(std::string(64, 's'));
         delivery.mutable_packed()->set_paths(kDigest);
       },
       0, [](Down& m) { m.mutable_secagg()->mutable_delivery()->mutable_packed()->add_senders(8); },
       "bad_packed_shares"},
      {"neighbours_packed",
       [](Down& m) {
         v1::UnmaskRequest& request = *m.mutable_secagg()->mutable_unmask_request();
         request.set_params_hash(kDigest);
         request.mutable_packed_masked()->add_sites(7);
         request.mutable_packed_masked()->set_masked_sha256(kDigest);
         request.mutable_packed_masked()->set_signatures(std::string(64, 's'));
       },
       0,
       [](Down& m) {
         m.mutable_secagg()
             ->mutable_unmask_request()
             ->mutable_packed_masked()
             ->mutable_signatures()
             ->pop_back();
       },
       "bad_packed_masked"},
      {"alive_request",
       [](Down& m) { m.mutable_secagg()->mutable_alive_request()->set_params_hash(kDigest); }, 0,
       [](Down& m) {
         m.mutable_secagg()->mutable_alive_request()->set_survivors(
             std::string(limits::kSites / 8 + 1, 'x'));
       },
       "bad_bitmap"},
      {"unmask_request",
       [](Down& m) {
         m.mutable_secagg()->mutable_unmask_request()->set_params_hash(kDigest);
         *m.mutable_secagg()->mutable_unmask_request()->add_quorum()->mutable_statement() =
             SomeSigned();
       },
       0,
       [](Down& m) {
         m.mutable_secagg()->mutable_unmask_request()->mutable_quorum(0)->set_site(limits::kSites);
       },
       "bad_index"},
      {"quorum",
       [](Down& m) {
         v1::UnmaskRequest& request = *m.mutable_secagg()->mutable_unmask_request();
         request.set_params_hash(kDigest);
         request.mutable_alive()->add_sites(limits::kSites - 1);
         request.mutable_alive()->set_signatures(std::string(64, 's'));
       },
       0,
       [](Down& m) {
         m.mutable_secagg()
             ->mutable_unmask_request()
             ->mutable_alive()
             ->mutable_signatures()
             ->pop_back();
       },
       "bad_quorum"},
      {"neighbours",
       [](Down& m) {
         v1::UnmaskRequest& request = *m.mutable_secagg()->mutable_unmask_request();
         request.set_params_hash(kDigest);
         *request.add_masked()->mutable_commitment() = SomeSigned();
       },
       0,
       [](Down& m) {
         m.mutable_secagg()->mutable_unmask_request()->mutable_masked(0)->clear_commitment();
       },
       "bad_signed"},
      {"end", [](Down& m) { m.mutable_secagg()->mutable_end()->set_params_hash(kDigest); }, 0,
       [](Down& m) { m.mutable_secagg()->mutable_end()->clear_params_hash(); }, "bad_digest"},
      {"plain_request",
       [](Down& m) {
         m.mutable_plain_request()->set_task_id(kTask);
         *m.mutable_plain_request()->mutable_params() = SomeSigned();
       },
       0, [](Down& m) { m.mutable_plain_request()->clear_params(); }, "bad_signed"},
      {"announced", [](Down& m) { m.mutable_model_announced()->set_name("wind-power"); }, 0,
       [](Down& m) {
         m.mutable_model_announced()->set_manifest(std::string(limits::kManifestBytes + 1, 'm'));
       },
       "bad_manifest"},
      {"job_ended", [](Down& m) { m.mutable_job_ended()->set_job_digest(kDigest); }, 0,
       [](Down& m) { m.mutable_job_ended()->set_reason("\x07"); }, "bad_text"},
      {"operator_reply", [](Down& m) { m.mutable_operator_reply()->mutable_done(); }, 0,
       [](Down& m) { m.mutable_operator_reply()->clear_body(); }, "unknown_message"},
      {"operator_failure",
       [](Down& m) { m.mutable_operator_reply()->mutable_failure()->set_what("no such job"); }, 0,
       [](Down& m) { m.mutable_operator_reply()->mutable_failure()->set_what("\x1b]0;x"); },
       "bad_text"},
      {"model_file",
       [](Down& m) {
         m.mutable_operator_reply()->mutable_model_file()->set_file("model.safetensors");
       },
       1000, [](Down& m) { m.mutable_operator_reply()->mutable_model_file()->clear_file(); },
       "bad_name"},
      {"blob_chunk", GoodBlobChunk, 100, [](Down& m) { m.mutable_blob()->set_size(176); },
       "bad_range"},
      {"blob_huge", GoodBlobChunk, 100,
       [](Down& m) { m.mutable_blob()->set_size(limits::kBulkBytes + 1); }, "bad_range"},
      {"upload_request", GoodUploadRequest, 0,
       [](Down& m) { m.mutable_upload_request()->set_bytes(0); }, "bad_range"},
      {"upload_request_digest", GoodUploadRequest, 0,
       [](Down& m) { m.mutable_upload_request()->set_sha256("x"); }, "bad_digest"},
      {"fetched_bytes", [](Down& m) { m.mutable_operator_reply()->mutable_fetched_bytes(); }, 10,
       [](Down& m) {
         m.mutable_operator_reply()->mutable_fetched_bytes()->set_offset(limits::kBulkBytes);
       },
       "bad_range"},
      {"goodbye", [](Down& m) { m.mutable_goodbye()->set_reason("revoked"); }, 0,
       [](Down& m) { m.clear_body(); }, "unknown_message"},
  };
  return cases;
}

TEST(ParseToSite, GoodMessagesPassAndSpoiledOnesAreNamed) {
  for (const Case<Down>& c : DownCases()) {
    Down message;
    c.fill(message);
    const Checked<Down> good = ParseToSite(message.SerializeAsString(), c.payload);
    EXPECT_TRUE(good.ok()) << c.name << ": " << good.fault();
    c.spoil(message);
    EXPECT_EQ(ParseToSite(message.SerializeAsString(), c.payload).fault(), c.fault) << c.name;
  }
}

}  // namespace
}  // namespace hansa::wire
