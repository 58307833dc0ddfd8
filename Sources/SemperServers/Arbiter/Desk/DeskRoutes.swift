import Logging
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperEngine
import SemperModel
import SemperTrustedUI

/// What a judge's pages answer. What changes anything is a form of theirs, and a ruling takes two.
struct DeskRoutes: Sendable {
  typealias Page = @Sendable (DeskVisit) async throws -> Reply

  let door: DeskDoor
  let pages: DeskPages
  let inquiry: DeskInquiry
  let dossier: DeskServer.DossierPage
  let logger: Logger

  var routes: [Route] {
    [style, link, entering, leaving, cases, dispute, check, draft, ruling] + dossiers
  }

  private var style: Route {
    Route(.get, "/style.css", summary: "The style sheet.", limits: RouteLimits(body: 0, perSecond: 50)) {
      [pages] _, _ in
      Reply(
        contentType: "text/css; charset=utf-8", body: .bytes(pages.style), headers: ["cache-control": "max-age=300"])
    }
  }

  // MARK: Coming and going

  private var link: Route {
    Route(
      .get, "/{place}/enter/{secret}", summary: "Asks whoever has the link to come in; looking does not use it up.",
      limits: RouteLimits(body: 0, perSecond: 5)
    ) { request, parameters in
      try await guarded(request, parameters) { language, now in
        let secret = try parameters.value("secret")
        if let entry = door.entrance.look(secret, at: now) { throw problem(entry) }
        return pages.enter(secret, at: door.path(), in: language)
      }
    }
  }

  private var entering: Route {
    Route(
      .post, "/{place}/enter", summary: "Comes in with the link's secret, once.",
      limits: RouteLimits(body: 256, perSecond: 5)
    ) { request, parameters in
      try await guarded(request, parameters) { language, now in
        guard let text = String(validating: request.body, as: UTF8.self), let fields = FormText.parse(text),
          fields.count == 1, let secret = fields["secret"]
        else { throw DeskProblem.unreadable }
        let entry = door.entrance.enter(secret, at: now)
        guard case .open(let session) = entry else { throw problem(entry) }
        return Self.see(door.path() + PageLibrary.query(language), setting: try door.setting(session))
      }
    }
  }

  /// Somebody who shows a used link has got it from elsewhere, or whoever is in has.
  private func problem(_ entry: DeskEntrance.Entry) -> DeskProblem {
    switch entry {
    case .spent:
      logger.warning("the link to the desk was shown again; if that was not you, end the desk: somebody else may be in")
      return .spent
    case .late: return .late
    case .wrong, .open: return .nothing
    }
  }

  private var leaving: Route {
    route(.post, "/{place}/leave", summary: "Leaves; nobody is in then.", body: 0) { visit in
      door.entrance.leave()
      throw DeskProblem.closed
    }
  }

  // MARK: Looking

  private var cases: Route {
    route(.get, "/{place}", summary: "The cases, those that wait for a person first.") { visit in
      let all = visit.request.query["all"] == "1"
      let page = visit.request.query["page"].flatMap { Int($0) }.map { min(max($0, 0), 1_000) } ?? 0
      let cases = try await inquiry.cases(all: all)
      return pages.cases(
        { CasesView(cases, all: all, page: page, root: visit.root, $0) }, at: visit.root, in: visit.language)
    }
  }

  private var dispute: Route {
    route(.get, "/{place}/cases/{case}", summary: "One case, with the form for a ruling where one is due.") { visit in
      let brief = try await inquiry.brief(visit.claim())
      return pages.dispute(brief, seals: visit.seals(brief.dispute), at: visit.root, in: visit.language)
    }
  }

  private var dossiers: [Route] {
    [
      route(.get, "/{place}/cases/{case}/dossier.html", summary: "The page of a case for a court, to keep.") { visit in
        let found = try await inquiry.dossier(visit.claim())
        let html = dossier(found, try await inquiry.trust(), visit.language)
        return Self.file("dossier.html", "text/html; charset=utf-8", Array(html.utf8))
      },
      route(.get, "/{place}/cases/{case}/dossier.json", summary: "The statements of a case, to verify.") { visit in
        Self.file("dossier.json", "application/json", try await inquiry.dossier(visit.claim()).canonicalBytes)
      },
    ]
  }

  // MARK: Ruling

  private var check: Route {
    route(
      .post, "/{place}/cases/{case}/check", summary: "Takes what is to be ruled, and shows it to be confirmed.",
      body: RulingForm.mostBytes
    ) { visit in
      let (form, brief) = (try RulingForm(visit.request.body), try await inquiry.brief(visit.claim()))
      let id = brief.dispute.id
      try visit.check(form, for: ["form", "\(id)", form.state], on: brief.dispute)
      guard let draft = try judged(form, brief).draft else { return try filled(form, brief, visit) }
      let seal = visit.session.seal(visit.parts(form, id))
      return pages.confirm(
        draft, of: form, on: brief.dispute, seal: seal, at: visit.root, in: visit.language)
    }
  }

  private var draft: Route {
    route(
      .post, "/{place}/cases/{case}/draft", summary: "Goes back to the form, with what was filled in.",
      body: RulingForm.mostBytes
    ) { visit in
      let (form, brief) = (try RulingForm(visit.request.body), try await inquiry.brief(visit.claim()))
      try visit.check(form, for: visit.parts(form, brief.dispute.id), on: brief.dispute)
      return try filled(form, brief, visit)
    }
  }

  private var ruling: Route {
    route(
      .post, "/{place}/cases/{case}/ruling", summary: "Has the arbiter rule what was confirmed.",
      body: RulingForm.mostBytes
    ) { visit in
      let (form, brief) = (try RulingForm(visit.request.body), try await inquiry.brief(visit.claim()))
      let id = brief.dispute.id
      try visit.check(form, for: visit.parts(form, id), on: brief.dispute)
      guard let draft = try judged(form, brief).draft else { return try filled(form, brief, visit) }
      try await inquiry.rule(id, draft)
      logger.notice("a ruling was given at the desk", metadata: ["case": "\(id)"])
      return Self.see(DeskPages.path(id, at: visit.root) + PageLibrary.query(visit.language))
    }
  }

  private func judged(
    _ form: RulingForm, _ brief: DisputeBrief
  ) throws -> (draft: RulingDraft?, mistakes: [RulingForm.Mistake]) {
    guard let bounds = brief.bounds else { throw DeskProblem.refused(brief.fault ?? Self.unjudged) }
    return form.judged(within: bounds)
  }

  private func filled(_ form: RulingForm, _ brief: DisputeBrief, _ visit: DeskVisit) throws -> Reply {
    pages.dispute(
      brief, seals: visit.seals(brief.dispute), filled: form, mistakes: try judged(form, brief).mistakes,
      at: visit.root, in: visit.language)
  }

  private static var unjudged: Refusal { Refusal(.proofInvalid, blame: .peer, "the evidence does not hold") }
}
