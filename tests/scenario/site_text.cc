#include "tests/scenario/site_text.h"

#include "client/app/event_text.h"
#include "common/base/text.h"

namespace hansa::testing {
namespace {

namespace cl = hansa::client;

struct StoreText {
  std::string operator()(const cl::MarkAnswered& marked) const {
    return StrCat("this task is answered on this model and this data, session ",
                  marked.marker.session_number());
  }
  std::string operator()(const cl::EnterSession& entered) const {
    return StrCat("sessions up to ", entered.number, " are over");
  }
  std::string operator()(const cl::NoteSaid&) const {
    return "";
  }  // with every message that it signs
  std::string operator()(const cl::DropAnswer&) const { return "no update is kept any more"; }
  std::string operator()(const cl::NoteDirectory& noted) const {
    return StrCat("directory ", noted.directory.epoch, " seen");
  }
  std::string operator()(const cl::NoteLeaving& note) const {
    std::string text = StrCat("account of what left: ", note.kind, " (", note.answer, ")");
    if (!note.columns.empty()) {
      text += StrCat(", ", note.rows, " rows of");
      for (const std::string& column : note.columns) text += " " + column;
    }
    return text;
  }
};

std::string ReasonsText(const v1::JobAnswer& answer) {
  std::string text;
  for (const v1::Reason& reason : answer.reasons())
    text += StrCat("; ", reason.code(), ": ", reason.text());
  return text;
}

std::string SecAggText(const v1::SecAggToCoordinator& message) {
  switch (message.body_case()) {
    case v1::SecAggToCoordinator::kAdvertise:
      return "advertise keys for the masked sum";
    case v1::SecAggToCoordinator::kAbort:
      return "leave the masked sum";
    default:
      return StrCat("masked sum, message ", static_cast<int>(message.body_case()));
  }
}

std::string SendText(const cl::Send& send) {
  const v1::ToCoordinator& message = send.message;
  if (message.has_hello()) return "hello";
  if (message.has_heartbeat()) return StrCat("heartbeat ", message.heartbeat().sequence());
  if (message.has_job_answer())
    return message.job_answer().accepted() ? "job accepted"
                                           : "job declined" + ReasonsText(message.job_answer());
  if (message.has_task_ready()) return "ready";
  if (message.has_task_failed())
    return StrCat("task failed; ", message.task_failed().reason().code(), ": ",
                  message.task_failed().reason().text());
  if (message.has_plain_input())
    return StrCat("the answer, not masked, ", send.payload.size(), " bytes");
  if (message.has_secagg()) return SecAggText(message.secagg());
  return StrCat("message ", static_cast<int>(message.body_case()));
}

struct WorkText {
  std::string operator()(const cl::AskColumns& work) const {
    return StrCat(work.work, ": which columns does ", work.job->name, " read?");
  }
  std::string operator()(const cl::FetchModel& work) const {
    return StrCat(work.work, ": fetch the model");
  }
  std::string operator()(const cl::FetchScript& work) const {
    return StrCat(work.work, ": fetch the script");
  }
  std::string operator()(const cl::FetchMessage& work) const {
    return StrCat(work.work, ": fetch a message of the session");
  }
  std::string operator()(const cl::StopFetching&) const { return ": stop fetching"; }
  std::string operator()(const cl::WarmTrainer&) const { return ": warm the trainer"; }
  std::string operator()(const cl::AskData& work) const {
    return StrCat(work.work, ": build the data");
  }
  std::string operator()(const cl::AskFacts& work) const {
    return StrCat(work.work, ": look into the journal");
  }
  std::string operator()(const cl::TrainModel& work) const {
    return StrCat(work.work, ": train, at most ", Seconds(work.limit), " s");
  }
  std::string operator()(const cl::EncodeTrained& work) const {
    return StrCat(work.work, ": encode the update, and keep it until it has left");
  }
  std::string operator()(const cl::EvaluateModel& work) const {
    return StrCat(work.work, ": evaluate, at most ", Seconds(work.limit), " s");
  }
  std::string operator()(const cl::CountRows& work) const {
    return StrCat(work.work, ": count the rows");
  }
  std::string operator()(const cl::MaskInput& work) const { return StrCat(work.work, ": mask"); }
};

std::string LinkText(cl::LinkOrder order) {
  if (order == cl::LinkOrder::kReconnect) return "connect again";
  return order == cl::LinkOrder::kClose ? "close and stay away" : "open";
}

}  // namespace

std::string TextOf(const cl::Effects& effects) {
  std::string out;
  for (const cl::Persist& persist : effects.persist)
    if (const std::string text = std::visit(StoreText{}, persist); !text.empty())
      out += StrCat("store: ", text, "\n");
  for (const cl::Send& send : effects.send) out += StrCat("send: ", SendText(send), "\n");
  for (const cl::Work& work : effects.work) {
    const std::string text = std::visit(WorkText{}, work);
    out += StrCat("work", text.starts_with(":") ? "" : " ", text, "\n");
  }
  for (const cl::Event& event : effects.events) {
    const cl::EventText text = cl::Describe(event);
    out += StrCat("* ", text.name, ": ", text.text, "\n");
  }
  if (effects.link) out += StrCat("link: ", LinkText(*effects.link), "\n");
  return out;
}

}  // namespace hansa::testing
