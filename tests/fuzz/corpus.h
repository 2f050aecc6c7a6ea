#pragma once
// Good inputs to begin from.

#include <functional>
#include <string>
#include <vector>

#include "common/base/bytes.h"

namespace hansa::fuzz {

// The envelopes that released programs sent; "to-coordinator" or "to-site".
std::vector<Bytes> RecordedEnvelopes(const std::string& direction);
// Messages of bulk transfers: ranges, chunks, script files.
std::vector<Bytes> BulkToCoordinator();
std::vector<Bytes> BulkToSite();
// The parameters among them, and others of each purpose, ring and profile.
std::vector<Bytes> SessionParams();
// Models of no, one and some tensors, with metadata.
std::vector<Bytes> ModelFiles();
std::vector<Bytes> JobFiles();
std::vector<Bytes> SiteConfigs();
std::vector<Bytes> CoordinatorConfigs();
std::vector<Bytes> Invitations();
std::vector<Bytes> Manifests();  // and signature files
std::vector<Bytes> CsvFiles();   // plain and gzip
std::vector<Bytes> Expressions();
std::vector<Bytes> ShortTexts();
std::vector<Bytes> TrainerFrames();
std::vector<Bytes> Times();  // of rows
// A session's records after each of its steps, and some that belong to no session.
std::vector<Bytes> RoundRecords();
// What proxies answer, after a byte for the target (proxy_reply.cc).
std::vector<Bytes> ProxyReplies();
// URLs of proxies, and a login.
std::vector<Bytes> ProxyAddresses();
// What programs of ours leave on disk and read again.
std::vector<Bytes> RunEvents();  // lines of events.jsonl, of every kind
std::vector<Bytes> Transcripts();
std::vector<Bytes> CulpritFiles();
std::vector<Bytes> BackupManifests();
std::vector<Bytes> SiteReports();
std::vector<Bytes> AuthorityFiles();  // after a byte for their kind (authority_files.cc)
std::vector<Bytes> Certificates();    // after a byte for their kind (certificates.cc)
std::vector<Bytes> KeyTexts();
std::vector<Bytes> KeptUpdateHeads();
std::vector<Bytes> SimulationPlans();
std::vector<Bytes> KeptAnswers();  // kept_answer_site.h
// Jobs with their rounds and sessions as a coordinator keeps them (kept_job.h).
std::vector<Bytes> KeptJobs();
std::vector<Bytes> OperatorReplies();  // and lines of events
// Steps of a transfer (bulk_ranges.cc).
std::vector<Bytes> BulkSteps();

// Every target with its corpus, by the name of its file.
struct Entry {
  std::string name;
  std::function<std::vector<Bytes>()> corpus;
};
const std::vector<Entry>& AllCorpora();

}  // namespace hansa::fuzz
