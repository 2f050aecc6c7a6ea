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
inline constexpr size_t kConnections = 20000;

// Secure aggregation
inline constexpr size_t kCompleteGraphSites = 128;
inline constexpr size_t kVectorElements = kFrameBytes / 4;
inline constexpr size_t kSegments = 64;

// Models
inline constexpr size_t kModelBytes = kFrameBytes;  // until uploads and downloads are chunked
inline constexpr size_t kModelTensors = 4096;
inline constexpr size_t kSafetensorsHeaderBytes = 1 << 20;
inline constexpr size_t kManifestBytes = 256 << 10;
inline constexpr size_t kLayerWidth = 65536;
inline constexpr size_t kHiddenLayers = 64;

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
inline constexpr size_t kAddressBytes = 256;

// Fleet
inline constexpr size_t kSites = 10000;
inline constexpr size_t kJobsRunning = 64;
inline constexpr size_t kReasons = 32;
inline constexpr size_t kReasonBytes = 512;

}  // namespace hansa::limits
