#include <gtest/gtest.h>

#include "common/base/limits.h"
#include "common/base/script_limits.h"
#include "common/crypto/random.h"
#include "common/wire/parse.h"
#include "tests/unit/wire_cases.h"

namespace hansa::wire {
namespace {

using Up = v1::ToCoordinator;

void GoodShares(Up& m) {
  v1::Shares& shares = *m.mutable_secagg()->mutable_shares();
  shares.set_params_hash(kDigest);
  *shares.mutable_commitment() = SomeSigned();
  for (uint32_t recipient : {0u, 2u, 127u}) {
    v1::EncryptedShare& share = *shares.add_shares();
    share.set_recipient(recipient);
    share.set_ciphertext(std::string(108, 'c'));
  }
}
void GoodPackedShares(Up& m) {
  v1::Shares& shares = *m.mutable_secagg()->mutable_shares();
  shares.set_params_hash(kDigest);
  *shares.mutable_commitment() = SomeSigned();
  shares.set_packed_ciphertexts(std::string(3 * 108, 'c'));
  shares.set_packed_leaves(std::string(3 * 64, 'l'));
}
void GoodMaskedInput(Up& m) {
  v1::MaskedInput& input = *m.mutable_secagg()->mutable_masked_input();
  input.set_params_hash(kDigest);
  *input.mutable_commitment() = SomeSigned();
}
void GoodLargeMaskedInput(Up& m) {
  GoodMaskedInput(m);
  m.mutable_secagg()->mutable_masked_input()->set_size(uint64_t{8} << 30);
}
void GoodBlobRange(Up& m) {
  m.mutable_blob_request()->set_sha256(kDigest);
  m.mutable_blob_request()->set_offset(5);
  m.mutable_blob_request()->set_bytes(limits::kBulkBytesUnderWay);
}
void GoodScriptPiece(Up& m) {
  v1::KeepScript& keep = *m.mutable_operator_request()->mutable_keep_script();
  keep.set_sha256(kDigest);
  keep.set_size(limits::kScriptPieceBytes + 9);
  keep.set_offset(9);
  keep.set_piece(std::string(limits::kScriptPieceBytes, 'p'));
}
void GoodPublication(Up& m) {
  v1::PublishDirectory& publish = *m.mutable_operator_request()->mutable_publish_directory();
  *publish.mutable_directory() = SomeSigned();
  publish.set_site_ids(std::string(8 * limits::kSites, 'i'));
}
void GoodUploadChunk(Up& m) {
  m.mutable_upload_chunk()->set_sha256(kDigest);
  m.mutable_upload_chunk()->set_offset(77);
}
void GoodUnmask(Up& m) {
  v1::Unmask& unmask = *m.mutable_secagg()->mutable_unmask();
  unmask.set_params_hash(kDigest);
  unmask.add_shares()->set_self_mask(std::string(40, 'b'));
}
void GoodPackedUnmask(Up& m) {
  v1::Unmask& unmask = *m.mutable_secagg()->mutable_unmask();
  unmask.set_params_hash(kDigest);
  for (const uint32_t owner : {3u, 5u}) unmask.add_owners(owner);
  unmask.set_owners_shares(std::string(80, 'b'));
  unmask.set_signature(std::string(64, 's'));
}
void GoodAnswer(Up& m) {
  m.mutable_job_answer()->set_job_digest(kDigest);
  v1::Reason& reason = *m.mutable_job_answer()->add_reasons();
  reason.set_code("column_missing");
  reason.set_text("no column x\nin the file");
}

const std::vector<Case<Up>>& UpCases() {
  static const std::vector<Case<Up>> cases = {
      {"join", [](Up& m) { *m.mutable_join()->mutable_credential() = SomeCredential(); }, 0,
       [](Up& m) { m.mutable_join()->mutable_credential()->clear_certificate(); },
       "bad_credential"},
      {"join_signature", [](Up& m) { *m.mutable_join()->mutable_credential() = SomeCredential(); },
       0,
       [](Up& m) {
         m.mutable_join()->mutable_credential()->mutable_invitation()->set_signature("short");
       },
       "bad_credential"},
      {"hello", [](Up& m) { *m.mutable_hello()->mutable_credential() = SomeCredential(); }, 0,
       [](Up& m) { m.mutable_hello()->set_software("\x1b[2J"); }, "bad_text"},
      {"heartbeat", [](Up& m) { m.mutable_heartbeat(); }, 0, [](Up& m) { m.clear_heartbeat(); },
       "unknown_message"},
      {"answer", GoodAnswer, 0, [](Up& m) { m.mutable_job_answer()->set_job_digest("x"); },
       "bad_digest"},
      {"answer_reasons", GoodAnswer, 0,
       [](Up& m) {
         for (size_t i = 0; i < limits::kReasons; ++i)
           *m.mutable_job_answer()->add_reasons() = m.job_answer().reasons(0);
       },
       "too_many_reasons"},
      {"answer_text", GoodAnswer, 0,
       [](Up& m) {
         m.mutable_job_answer()->mutable_reasons(0)->set_text(
             std::string(limits::kReasonBytes + 1, 'x'));
       },
       "bad_reason"},
      {"blob_request", [](Up& m) { m.mutable_blob_request()->set_sha256(kDigest); }, 0,
       [](Up& m) { m.mutable_blob_request()->set_sha256(kTask); }, "bad_digest"},
      {"blob_range", GoodBlobRange, 0,
       [](Up& m) { m.mutable_blob_request()->set_bytes(limits::kBulkBytesUnderWay + 1); },
       "bad_range"},
      {"blob_range_empty", GoodBlobRange, 0, [](Up& m) { m.mutable_blob_request()->set_bytes(0); },
       "bad_range"},
      {"blob_range_far", GoodBlobRange, 0,
       [](Up& m) { m.mutable_blob_request()->set_offset(~uint64_t{0}); }, "bad_range"},
      {"upload_chunk", GoodUploadChunk, 1000,
       [](Up& m) { m.mutable_upload_chunk()->set_offset(limits::kBulkBytes); }, "bad_range"},
      {"upload_chunk_digest", GoodUploadChunk, 1,
       [](Up& m) { m.mutable_upload_chunk()->clear_sha256(); }, "bad_digest"},
      {"upload_gone", [](Up& m) { m.mutable_upload_gone()->set_sha256(kDigest); }, 0,
       [](Up& m) { m.mutable_upload_gone()->set_sha256(kTask); }, "bad_digest"},
      {"masked_input_fetched", GoodLargeMaskedInput, 0,
       [](Up& m) { m.mutable_secagg()->mutable_masked_input()->set_size(4098); }, "bad_payload"},
      {"masked_input_too_large", GoodLargeMaskedInput, 0,
       [](Up& m) { m.mutable_secagg()->mutable_masked_input()->set_size(limits::kBulkBytes + 4); },
       "bad_payload"},
      {"fetch_bytes",
       [](Up& m) { m.mutable_operator_request()->mutable_fetch_bytes()->set_bytes(1); }, 0,
       [](Up& m) { m.mutable_operator_request()->mutable_fetch_bytes()->clear_bytes(); },
       "bad_range"},
      {"keep_script", GoodScriptPiece, 0,
       [](Up& m) {
         m.mutable_operator_request()->mutable_keep_script()->set_size(limits::kScriptBytes + 1);
       },
       "bad_script_size"},
      {"keep_script_range", GoodScriptPiece, 0,
       [](Up& m) { m.mutable_operator_request()->mutable_keep_script()->set_offset(10); },
       "bad_range"},
      {"keep_script_piece", GoodScriptPiece, 0,
       [](Up& m) {
         m.mutable_operator_request()->mutable_keep_script()->set_piece(
             std::string(limits::kScriptPieceBytes + 1, 'p'));
       },
       "oversized"},
      {"publish_directory", GoodPublication, 0,
       [](Up& m) {
         m.mutable_operator_request()
             ->mutable_publish_directory()
             ->mutable_directory()
             ->clear_signature();
       },
       "bad_directory"},
      {"publish_directory_odd", GoodPublication, 0,
       [](Up& m) {
         m.mutable_operator_request()->mutable_publish_directory()->mutable_site_ids()->pop_back();
       },
       "bad_sites"},
      {"publish_directory_large", GoodPublication, 0,
       [](Up& m) {
         m.mutable_operator_request()->mutable_publish_directory()->mutable_site_ids()->append(8,
                                                                                               'i');
       },
       "bad_sites"},
      {"list_invitations",
       [](Up& m) {
         m.mutable_operator_request()->mutable_list_invitations()->set_after("00112233aabbccdd");
       },
       0, [](Up& m) { m.mutable_operator_request()->mutable_list_invitations()->set_after("x"); },
       "bad_site_id"},
      {"task_ready", [](Up& m) { m.mutable_task_ready()->set_task_id(kTask); }, 0,
       [](Up& m) { m.mutable_task_ready()->set_task_id(kDigest); }, "bad_task_id"},
      {"task_failed",
       [](Up& m) {
         m.mutable_task_failed()->set_task_id(kTask);
         m.mutable_task_failed()->mutable_reason()->set_code("trainer_died");
       },
       0, [](Up& m) { m.mutable_task_failed()->clear_reason(); }, "bad_reason"},
      {"advertise",
       [](Up& m) {
         v1::Advertise& advertise = *m.mutable_secagg()->mutable_advertise();
         advertise.set_params_hash(kDigest);
         *advertise.mutable_advertisement() = SomeSigned();
         *advertise.mutable_credential() = SomeCredential();
       },
       0, [](Up& m) { m.mutable_secagg()->mutable_advertise()->clear_advertisement(); },
       "bad_signed"},
      {"shares_order", GoodShares, 0,
       [](Up& m) { m.mutable_secagg()->mutable_shares()->mutable_shares(1)->set_recipient(0); },
       "bad_index"},
      {"shares_range", GoodShares, 0,
       [](Up& m) {
         m.mutable_secagg()->mutable_shares()->mutable_shares(2)->set_recipient(limits::kSites);
       },
       "bad_index"},
      {"shares_size", GoodShares, 0,
       [](Up& m) { m.mutable_secagg()->mutable_shares()->mutable_shares(2)->set_ciphertext("c"); },
       "bad_share"},
      {"shares_packed", GoodPackedShares, 0,
       [](Up& m) {
         m.mutable_secagg()->mutable_shares()->mutable_packed_ciphertexts()->append(108, 'c');
       },
       "bad_leaf"},
      {"shares_packed_size", GoodPackedShares, 0,
       [](Up& m) {
         m.mutable_secagg()->mutable_shares()->mutable_packed_ciphertexts()->pop_back();
       },
       "bad_share"},
      {"masked_input", GoodMaskedInput, 8,
       [](Up& m) {
         m.mutable_secagg()->mutable_masked_input()->set_missing(
             std::string(limits::kSites / 8 + 1, 'm'));
       },
       "bad_bitmap"},
      {"alive",
       [](Up& m) {
         m.mutable_secagg()->mutable_alive()->set_params_hash(kDigest);
         *m.mutable_secagg()->mutable_alive()->mutable_statement() = SomeSigned();
       },
       0, [](Up& m) { m.mutable_secagg()->mutable_alive()->clear_params_hash(); }, "bad_digest"},
      {"unmask", GoodUnmask, 0,
       [](Up& m) { m.mutable_secagg()->mutable_unmask()->mutable_shares(0)->clear_share(); },
       "bad_share"},
      {"unmask_owner", GoodUnmask, 0,
       [](Up& m) {
         m.mutable_secagg()->mutable_unmask()->mutable_shares(0)->set_owner(limits::kSites);
       },
       "bad_index"},
      {"unmask_packed", GoodPackedUnmask, 0,
       [](Up& m) { m.mutable_secagg()->mutable_unmask()->mutable_owners_shares()->pop_back(); },
       "bad_share"},
      {"unmask_packed_order", GoodPackedUnmask, 0,
       [](Up& m) { m.mutable_secagg()->mutable_unmask()->set_owners(1, 3); }, "bad_index"},
      {"unmask_packed_owner", GoodPackedUnmask, 0,
       [](Up& m) { m.mutable_secagg()->mutable_unmask()->set_owners(1, limits::kSites); },
       "bad_index"},
      {"unmask_in_two_forms", GoodPackedUnmask, 0,
       [](Up& m) {
         v1::RevealedShare& share = *m.mutable_secagg()->mutable_unmask()->add_shares();
         share.set_self_mask(std::string(40, 'b'));
       },
       "two_forms"},
      {"unmask_signature", GoodPackedUnmask, 0,
       [](Up& m) { m.mutable_secagg()->mutable_unmask()->set_signature("short"); }, "bad_signed"},
      {"abort", [](Up& m) { m.mutable_secagg()->mutable_abort()->set_params_hash(kDigest); }, 0,
       [](Up& m) { m.mutable_secagg()->clear_body(); }, "unknown_message"},
      {"plain_input",
       [](Up& m) {
         m.mutable_plain_input()->set_task_id(kTask);
         m.mutable_plain_input()->set_params_hash(kDigest);
       },
       4, [](Up& m) { m.mutable_plain_input()->clear_task_id(); }, "bad_task_id"},
      {"operator_register",
       [](Up& m) {
         v1::RegisterInvitation& r = *m.mutable_operator_request()->mutable_register_invitation();
         *r.mutable_certificate() = SomeSigned();
         r.set_site_name("R80711");
       },
       0,
       [](Up& m) {
         m.mutable_operator_request()->mutable_register_invitation()->set_site_name("");
       },
       "bad_name"},
      {"operator_submit",
       [](Up& m) { m.mutable_operator_request()->mutable_submit_job()->set_job_toml("a = 1"); }, 0,
       [](Up& m) {
         m.mutable_operator_request()->mutable_submit_job()->set_job_toml(
             std::string(limits::kJobFileBytes + 1, '#'));
       },
       "oversized"},
      {"operator_backup",
       [](Up& m) { m.mutable_operator_request()->mutable_make_backup()->set_folder("/backup"); }, 0,
       [](Up& m) {
         m.mutable_operator_request()->mutable_make_backup()->set_folder(
             std::string(limits::kPathBytes + 1, '/'));
       },
       "bad_path"},
      {"operator_collect", [](Up& m) { m.mutable_operator_request()->mutable_collect_models(); }, 0,
       [](Up& m) { m.mutable_operator_request()->clear_body(); }, "unknown_message"},
      {"operator_status", [](Up& m) { m.mutable_operator_request()->mutable_get_status(); }, 0,
       [](Up& m) { m.mutable_operator_request()->clear_body(); }, "unknown_message"},
  };
  return cases;
}

TEST(ParseToCoordinator, GoodMessagesPassAndSpoiledOnesAreNamed) {
  for (const Case<Up>& c : UpCases()) {
    Up message;
    c.fill(message);
    const Checked<Up> good = ParseToCoordinator(message.SerializeAsString(), c.payload);
    EXPECT_TRUE(good.ok()) << c.name << ": " << good.fault();
    c.spoil(message);
    EXPECT_EQ(ParseToCoordinator(message.SerializeAsString(), c.payload).fault(), c.fault)
        << c.name;
  }
}

TEST(ParseToCoordinator, APayloadComesWhereItBelongs) {
  for (const Case<Up>& c : UpCases()) {
    Up message;
    c.fill(message);
    const std::string bytes = message.SerializeAsString();
    const size_t wrong = c.payload == 0 ? 4 : 0;
    EXPECT_EQ(ParseToCoordinator(bytes, wrong).fault(), "bad_payload") << c.name;
    EXPECT_EQ(ParseToCoordinator(bytes, limits::kFrameBytes + 4).fault(), "oversized") << c.name;
  }
  Up vector;
  GoodMaskedInput(vector);
  EXPECT_EQ(ParseToCoordinator(vector.SerializeAsString(), 7).fault(), "bad_payload");
}

TEST(ParseToCoordinator, ACutMessageIsNeverTakenForAnother) {
  for (const Case<Up>& c : UpCases()) {
    Up message;
    c.fill(message);
    const std::string whole = message.SerializeAsString();
    for (size_t cut = 0; cut < whole.size(); cut += 1 + whole.size() / 4096) {
      const Checked<Up> parsed = ParseToCoordinator(whole.substr(0, cut), c.payload);
      EXPECT_FALSE(parsed.ok()) << c.name << " cut to " << cut;
    }
  }
}

TEST(Parse, NoiseIsNamedAndHarmless) {
  crypto::SeededRandom random(7, "noise");
  for (int i = 0; i < 2000; ++i) {
    std::string noise(static_cast<size_t>(i % 97), '\0');
    random.Fill({reinterpret_cast<uint8_t*>(noise.data()), noise.size()});
    EXPECT_FALSE(ParseToCoordinator(noise, 1).ok());
    static_cast<void>(ParseToSite(noise, 0));
  }
  EXPECT_EQ(ParseToCoordinator("\xff", 0).fault(), "unparseable");
  EXPECT_EQ(ParseToCoordinator("", 0).fault(), "unknown_message");
  EXPECT_EQ(ParseToSite(std::string(limits::kFrameBytes + 1, 'x'), 0).fault(), "oversized");
}

}  // namespace
}  // namespace hansa::wire
