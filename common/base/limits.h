#pragma once
// Every bound on what a peer or a file can make us allocate or keep, in one place.

#include <cstddef>
#include <cstdint>

namespace hansa::limits {

// Wire
inline constexpr size_t kFrameBytes = 1 << 20;          // one ZeroMQ frame
inline constexpr size_t kFramesPerMessage = 2;          // envelope, payload (after the routing id)
inline constexpr size_t kOutboundQueueMessages = 1024;  // per connection
inline constexpr size_t kOutboundQueueBytes = 64u << 20;  // per connection

// Bulk transfer: models and vectors of more than one frame, in pieces that the receiver asks for.
//
// Payload of one message; a larger one gains nothing (hansa-lab bench transfer).
inline constexpr size_t kChunkBytes = 512 << 10;
// As little as is worth a message on a slow line.
inline constexpr size_t kLeastChunkBytes = 16 << 10;
// Asked for and not received, per transfer: what a fast line with some latency needs.
inline constexpr uint64_t kBulkBytesUnderWay = 8u << 20;
// Asked for by one peer and not sent yet: two transfers, and what was asked for again.
inline constexpr uint64_t kAskedBytes = 4 * kBulkBytesUnderWay;
inline constexpr size_t kAskedRanges = kAskedBytes / kLeastChunkBytes;
// Chunks of one peer that wait in the socket; the rest are only ranges until then.
inline constexpr size_t kChunksInSocket = 2;
// A model of kModelBytes as a vector of 64-bit ring elements, and the few that go with it.
inline constexpr uint64_t kBulkBytes = (uint64_t{8} << 30) + kFrameBytes;

// Overload at the coordinator's port. Each bound has a counter in `hansa status`
// (docs/guides/operator.md says what to do when one goes up).
//
// Each of kSites may have a connection and its successor.
inline constexpr size_t kConnections = 20000;
// Connections that the application does not know yet: in the handshake, or silent after it. About
// 30 KiB each in libzmq, so 128 MiB; a fleet of kSites that comes back at once passes within a few
// back-offs.
inline constexpr size_t kProbationers = 4096;
// As long as a handshake may take (socket_options.cc).
inline constexpr int kProbationSeconds = 10;
// What a connection may send before it is known: a job file of kJobFileBytes is the largest honest
// first message, twice that with everything around it. In all: 512 MiB.
inline constexpr size_t kProbationBytes = 128 << 10;
// What a known one may send between one complete message and the next. libzmq keeps the frames of a
// message that never ends, however many. Sixteen waiting messages of two full frames (the
// high-water mark), and the kernel's buffer beside them.
inline constexpr size_t kUnfinishedBytes = 48u << 20;
// The same over all known connections: 1024 full frames half arrived.
inline constexpr size_t kUnfinishedBytesInAll = 1u << 30;
// Received and not yet acted upon: what one turn of the loop takes from the port. A whole session's
// largest vectors take two turns.
inline constexpr size_t kTurnBytes = 64u << 20;
// Over all outbound queues: a thousand sites that each fall a frame and a half behind. An honest
// fleet that is slower than that needs longer windows, not more of the coordinator's memory.
inline constexpr size_t kOutboundBytesInAll = 1536u << 20;

// What one key may send a second, and at once after a rest. An honest site sends about ten messages
// a round and at most two full frames; rounds of a tiny model take a few milliseconds.
inline constexpr double kMessagesPerSecond = 5000, kMessagesAtOnce = 10000;
inline constexpr double kBytesPerSecond = 64 << 20, kBytesAtOnce = 256 << 20;
// Greetings cost two signatures and a record. Back-off lets an honest site greet five times in
// the first seconds, then twice a minute.
inline constexpr double kGreetingsPerSecond = 0.5, kGreetingsAtOnce = 16;
// Misbehaviour by any name. A restart of either side explains a few.
inline constexpr double kFaultsPerSecond = 1, kFaultsAtOnce = 64;
// How long a key that went beyond is denied.
inline constexpr int kExpulsionSeconds = 60;

// Secure aggregation
inline constexpr size_t kCompleteGraphSites = 128;
// A session's message that a site fetches: kSites roster entries of 4 KiB are less.
inline constexpr uint64_t kSessionMessageBytes = 64u << 20;
// A vector of at most this many bytes travels in the message that announces it; a larger one is
// fetched in ranges.
inline constexpr size_t kInlineVectorBytes = kFrameBytes;
inline constexpr uint64_t kVectorElements =
    (uint64_t{1} << 30) + 1024;  // of a model of kModelBytes
inline constexpr size_t kSegments = 64;

// Models
inline constexpr uint64_t kModelBytes = uint64_t{4} << 30;
inline constexpr size_t kModelTensors = 4096;
inline constexpr size_t kSafetensorsHeaderBytes = 1 << 20;
inline constexpr size_t kManifestBytes = 512 << 10;
inline constexpr size_t kLayerWidth = 65536;
inline constexpr size_t kHiddenLayers = 64;
inline constexpr uint32_t kMetricClasses = 32;     // whose confusions and scores are summed
inline constexpr uint64_t kLayerValues = 1 << 22;  // of a row in the widest layer of a network

// Backups
inline constexpr size_t kBackupManifestBytes = 256u << 20;  // a line of 150 bytes a file
inline constexpr size_t kPathBytes = 4096;

// Configuration
inline constexpr size_t kConfigFileBytes = 256 << 10;
inline constexpr size_t kJobFileBytes = 64 << 10;
inline constexpr size_t kFeatures = 1024;
inline constexpr size_t kDropExpressions = 64;
inline constexpr size_t kExpressionBytes = 4096;
inline constexpr size_t kNameBytes = 64;
inline constexpr size_t kStatisticsElements = 16 << 10;  // of one job's sums: they fit in an event
inline constexpr size_t kQuantiles = 32;

// Data
inline constexpr size_t kCsvLineBytes = 1 << 20;
inline constexpr size_t kCsvColumns = 4096;
inline constexpr uint64_t kCsvRows = 50'000'000;
inline constexpr size_t kExpressionRowText = 16 << 10;       // text of one row that expressions see
inline constexpr size_t kExpressionValueBytes = 64 << 10;    // a text made by an expression
inline constexpr uint64_t kExpressionStepsPerRow = 100'000;  // of SQLite's virtual machine
inline constexpr int kExpressionSeconds = 5;                 // all expressions over kRowBatch rows
inline constexpr size_t kRowBatch = 512;                     // rows in memory beside the result

// Trainer
inline constexpr size_t kTrainerMessageBytes = 64
                                               << 10;  // one request or reply; arrays travel apart
inline constexpr size_t kTrainerDescriptors = 8;       // received and not yet taken
inline constexpr uint64_t kTrainerArrayBytes = uint64_t{8} << 30;
inline constexpr size_t kTrainerDataSets = 16;
inline constexpr uint32_t kTrainerEpochs = 100'000;
inline constexpr uint32_t kTrainerBatchRows = 1 << 20;

// Identity
inline constexpr size_t kInvitationFileBytes = 16 << 10;
inline constexpr size_t kKeyFileBytes = 256;
// 700 bytes a site: kSites of them, and three times as many that were revoked.
inline constexpr size_t kDirectoryFileBytes = 32u << 20;
inline constexpr size_t kAddressBytes = 256;

// Fleet
inline constexpr size_t kSites = 10000;
inline constexpr size_t kJobsRunning = 64;
inline constexpr size_t kReasons = 32;
inline constexpr size_t kReasonBytes = 512;

}  // namespace hansa::limits
