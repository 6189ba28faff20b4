#include "figures/site.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/small_pages.h"

namespace waymark::figures {
namespace {

using report::escaped;

/// So that a feed passes a bad line however old the ledger is.
constexpr std::size_t kFeedReleasesMax = 12;
constexpr std::size_t kFeedErrataMax = 12;

std::string number_text(const std::optional<std::int64_t>& number, const Words& words) {
  return number ? words.say("plain_number", {{"number", *number}}) : words.say("nothing");
}

std::string feed_file(Language language) { return "feed." + std::string(code_of(language)) + ".atom"; }

std::string entry(const std::string& id, const std::string& title, const std::string& day, const std::string& page,
                  const std::string& text) {
  return fmt::format(
      "<entry><id>{}</id><title>{}</title><updated>{}T00:00:00Z</updated><link href=\"{}\"/><summary>{}</summary>"
      "</entry>\n",
      id, escaped(title), day, page, escaped(text));
}

/// The newest first; each correction is an entry of its own, so that a reader of feeds shows it as such.
std::string feed_in(const ReportParts& parts, const Words& words) {
  const std::vector<Release>& releases = parts.ledger.releases();
  const std::string code{code_of(words.language())};
  const std::string title = parts.organisation + ". " + parts.plan.title.at(words.language());
  std::string feed = fmt::format(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n"
      "<id>urn:waymark:figures:{}:{}</id><title>{}</title><updated>{}T00:00:00Z</updated>"
      "<author><name>{}</name></author><link rel=\"self\" href=\"{}\"/><link href=\"{}.html\"/>\n",
      code, hash_of(releases.front()), code, escaped(title), text_of_day(releases.back().day),
      escaped(parts.organisation), feed_file(words.language()), code);
  std::size_t told = 0;
  std::size_t errata = 0;
  for (auto release = releases.rbegin(); release != releases.rend() && told < kFeedReleasesMax; ++release, ++told) {
    const std::string id = "urn:waymark:release:" + hash_of(*release);
    const std::string day = text_of_day(release->day);
    const std::vector<std::string> changes = errata_of(*release, parts, words);
    for (std::size_t i = 0; i < changes.size() && errata < kFeedErrataMax; ++i, ++errata)
      feed += entry(fmt::format("{}:{}", id, i + 1), words.say("errata"), day, code + "-errata.html", changes[i]);
    feed += entry(id, words.say("title", {{"period", words.of(release->period)}}), day, code + ".html",
                  words.say("mode." + std::string(name_of(release->how))));
  }
  return feed + "</feed>\n";
}

std::vector<report::SmallPageLinks> links_of(const Words& words, bool others) {
  const std::string code{code_of(words.language())};
  std::vector<report::SmallPageLinks> links{{.heading = words.say("site.data"),
                                             .paragraph = {},
                                             .links = {{"figures.csv", words.say("site.csv")},
                                                       {"datapackage.json", words.say("site.package")},
                                                       {"report." + code + ".html", words.say("site.whole")},
                                                       {feed_file(words.language()), words.say("site.feed")}}},
                                            {.heading = words.say("site.check"),
                                             .paragraph = words.say("site.how_to_check"),
                                             .links = {{"SHA256SUMS", words.say("site.sums")},
                                                       {"release.note", words.say("site.note")},
                                                       {"rosters.chain", words.say("site.chain")},
                                                       {"release.json", words.say("site.release")},
                                                       {"ledger.jsonl", words.say("site.ledger")}}}};
  if (others) links.front().links.insert(links.front().links.begin() + 1, {"others.csv", words.say("site.others")});
  return links;
}

}  // namespace

std::vector<std::string> errata_of(const Release& release, const ReportParts& parts, const Words& words) {
  std::vector<std::string> items;
  for (const Change& change : release.changes) {
    const auto now = std::ranges::find(release.figures, change.id, &PrintedFigure::id);
    const Metric* metric = parts.registry.newest(change.id.metric);
    if (now == release.figures.end() || metric == nullptr) continue;
    items.push_back(text_of_day(release.day) + ". " + metric->texts.at(words.language()).name + " " +
                    words.in(change.id.period) + ". " +
                    words.say(change.kind == Erratum::kCorrection ? "correction" : "revision",
                              {{"before", number_text(change.before, words)},
                               {"now", number_text(now->shown, words)},
                               {"reason", change.reason}}));
  }
  return items;
}

void add_site(const ReportParts& parts, const Words& words, const report::HtmlPage& page,
              std::map<std::string, std::string>& files) {
  const report::SmallPageTexts texts{
      .languages = words.say("site.languages"), .contents = words.say("site.contents"), .part = words.say("site.part")};
  for (report::SmallPage& one : report::small_pages(page, texts, links_of(words, !parts.others.empty())))
    files[one.file] = std::move(one.html);
  files[feed_file(words.language())] = feed_in(parts, words);
}

void add_index(const ReportParts& parts, std::map<std::string, std::string>& files) {
  std::vector<std::pair<Language, std::string>> links;
  for (const Language language : kLanguages) links.emplace_back(language, parts.plan.title.at(language));
  files["index.html"] = report::page_of_languages(parts.organisation, links);
}

}  // namespace waymark::figures
