// Messages of bulk transfers: models, updates and TorchScript files in pieces. Recorded envelopes
// have none, they are of an earlier version.

#include "hansa/v1/wire.pb.h"
#include "tests/fuzz/corpus.h"

namespace hansa::fuzz {
namespace {

const std::string kDigest(32, 'd'), kTask(16, 't');

Bytes Written(const google::protobuf::MessageLite& message) {
  return ToBytes(message.SerializeAsString());
}

v1::Signed SomeSigned() {
  v1::Signed message;
  message.set_payload("payload");
  message.set_signature(std::string(64, 's'));
  return message;
}

template <typename Message>
Message* Range(Message* message) {
  message->set_sha256(kDigest);
  message->set_offset(512);
  message->set_bytes(1024);
  return message;
}

void OfAnOperator(std::vector<Bytes>& corpus) {
  v1::ToCoordinator fetch, keep, asks;
  v1::FetchBytes& bytes = *fetch.mutable_operator_request()->mutable_fetch_bytes();
  bytes.set_name("wind");
  bytes.set_version(3);
  bytes.set_offset(512);
  bytes.set_bytes(1024);
  bytes.set_script(true);
  v1::KeepScript& piece = *keep.mutable_operator_request()->mutable_keep_script();
  piece.set_sha256(kDigest);
  piece.set_size(9);
  piece.set_offset(4);
  piece.set_piece("piece");
  asks = keep;
  asks.mutable_operator_request()->mutable_keep_script()->clear_piece();
  for (const auto* message : {&fetch, &keep, &asks}) corpus.push_back(Written(*message));
}

}  // namespace

std::vector<Bytes> BulkToCoordinator() {
  v1::ToCoordinator range, whole, chunk, gone, plain, masked;
  Range(range.mutable_blob_request());
  whole.mutable_blob_request()->set_sha256(kDigest);
  chunk.mutable_upload_chunk()->set_sha256(kDigest);
  chunk.mutable_upload_chunk()->set_offset(512);
  gone.mutable_upload_gone()->set_sha256(kDigest);
  plain.mutable_plain_input()->set_task_id(kTask);
  plain.mutable_plain_input()->set_params_hash(kDigest);
  plain.mutable_plain_input()->set_sha256(kDigest);
  plain.mutable_plain_input()->set_size(2 << 20);
  v1::MaskedInput& input = *masked.mutable_secagg()->mutable_masked_input();
  input.set_params_hash(kDigest);
  *input.mutable_commitment() = SomeSigned();
  input.set_size(2 << 20);
  std::vector<Bytes> corpus;
  for (const auto* message : {&range, &whole, &chunk, &gone, &plain, &masked})
    corpus.push_back(Written(*message));
  OfAnOperator(corpus);
  return corpus;
}

std::vector<Bytes> BulkToSite() {
  v1::ToSite chunk, none, upload, task, fetched, kept, file;
  chunk.mutable_blob()->set_sha256(kDigest);
  chunk.mutable_blob()->set_found(true);
  chunk.mutable_blob()->set_offset(512);
  chunk.mutable_blob()->set_size(4 << 20);
  none.mutable_blob()->set_sha256(kDigest);
  Range(upload.mutable_upload_request());
  v1::TaskStart& start = *task.mutable_task_start();
  start.set_task_id(kTask);
  start.set_job_digest(kDigest);
  start.set_kind(v1::TASK_KIND_TRAIN);
  start.set_round(1);
  start.set_model_sha256(kDigest);
  start.set_model_bytes(4 << 20);
  start.set_window_ms(1000);
  start.set_script_bytes(2 << 20);
  fetched.mutable_operator_reply()->mutable_fetched_bytes()->set_offset(512);
  kept.mutable_operator_reply()->mutable_script_kept()->set_have(9);
  file.mutable_operator_reply()->mutable_model_file()->set_file("network.pt");
  file.mutable_operator_reply()->mutable_model_file()->set_size(9);
  std::vector<Bytes> corpus;
  for (const auto* message : {&chunk, &none, &upload, &task, &fetched, &kept, &file})
    corpus.push_back(Written(*message));
  return corpus;
}

}  // namespace hansa::fuzz
