// Library: what is ready to be said. Ready questions and replies of the pack and its cards, in the language of the
// person who is answered, each under a name in the reader's own.
#include "desk/api/core.h"

namespace waymark::desk::api {
namespace {

using Json = nlohmann::json;

Json or_null(std::optional<std::string_view> text) { return text.has_value() ? Json(*text) : Json(nullptr); }

/// Of every question for which the pack has a ready one in that language.
Json write_ready_questions(const pack::Pack& pack, Language reader, Language person) {
  Json all = Json::array();
  for (const pack::Question& question : pack.questions) {
    const auto text = pack.text(person, "ask." + question.id);
    if (!text.has_value()) continue;
    all.push_back({{"key", question.id},
                   {"name", pack.text(reader, "short." + question.id).value_or(question.id)},
                   {"text", *text},
                   {"text_other", or_null(pack.text(person, "ask." + question.id + "@other"))}});
  }
  return all;
}

/// A reply that has no text in that language is not offered either.
Json write_ready(const std::vector<pack::Ready>& all, Language reader, Language person) {
  Json written = Json::array();
  for (const pack::Ready& one : all) {
    const auto text = one.texts.find(person);
    if (text == one.texts.end()) continue;
    const auto name = one.names.find(reader);
    Json wait = nullptr;
    Json tasks = Json::array();
    for (const pack::ReadyTask& task : one.tasks)
      if (const auto words = task.texts.find(reader); words != task.texts.end())
        tasks.push_back({{"text", words->second}, {"for", name_of(task.owner)}, {"days", task.days}});
    if (one.wait.has_value()) wait = {{"for", name_of(one.wait->wait_for)}, {"days", one.wait->days}};
    written.push_back({{"id", one.id},
                       {"name", name == one.names.end() ? one.id : name->second},
                       {"text", text->second},
                       {"wait", std::move(wait)},
                       {"tasks", std::move(tasks)}});
  }
  return written;
}

/// A card that has no text in that language is not offered: nobody may translate law on the way.
Json write_cards(const std::vector<pack::Card>& cards, Language reader, Language person, TimePoint now) {
  Json all = Json::array();
  for (const pack::Card* card : pack::shown(cards)) {
    const auto text = card->texts.find(person);
    if (text == card->texts.end()) continue;
    const auto own = card->texts.find(reader);
    all.push_back({{"id", card->id},
                   {"version", card->version},
                   {"name", own == card->texts.end() ? text->second.title : own->second.title},
                   {"title", text->second.title},
                   {"short", text->second.brief},
                   {"body", text->second.body},
                   {"jurisdiction", card->jurisdiction},
                   {"example", card->example},
                   {"checked", card->checked},
                   {"review_by", card->review_by},
                   {"past_review", pack::past_review(*card, now)},
                   {"for", card->fits}});
  }
  return all;
}

}  // namespace

void DeskApi::Core::add_library(http::Routes& routes) {
  routes.on("GET", "/api/library", handler(&Core::show_library));
}

Reply DeskApi::Core::show_library(Call& call) {
  LET(const std::vector<http::FormField> fields, http::parse_form(call.request.query));
  const auto wanted = http::value_of(fields, "to");
  const auto person = wanted ? language_from_code(*wanted) : std::optional(call.language);
  if (!person) return fail(Code::kInvalid, "desk/api", "to");
  LET(const LibraryShown shown, parts_.office.library().shown(call.token));
  return Json{{"language", code_of(*person)},
              {"questions", write_ready_questions(parts_.pack, call.language, *person)},
              {"templates", write_ready(shown.ready, call.language, *person)},
              {"cards", write_cards(shown.cards, call.language, *person, parts_.clock.now())}};
}

}  // namespace waymark::desk::api
