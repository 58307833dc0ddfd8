import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperModel
import SemperStatements
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// One deal under a ready-made service between real processes: a buyer and a shop's owner take the steps of a scenario by the commands that
/// people have. Times are short, all else is as it would be.
struct ServiceRun {
  private static let within = "PT20S"
  private static let window = "PT8S"
  /// So short that the shop's side of each deal rests and is woken again and again.
  private static let restAfter = "PT1S"
  /// Long enough for a shop to be asked, and for whoever loses to appeal by a command.
  private static let disputes = DisputeTimes(hearing: Span(seconds: 4), appeal: Span(seconds: 2))
  /// Where an owner answers by a command; nobody waits for the end of it.
  private static let answeredDisputes = DisputeTimes(hearing: Span(seconds: 12), appeal: Span(seconds: 2))
  /// More than any scenario needs at a time, also where all of it comes back.
  private static let withdrawn = Money(minorUnits: 4_000_00, .euro)
  /// Longer than a busy machine takes for a message; whoever will not go on says so, and nobody waits for it.
  static let patience = 20

  let directory: String
  let semper: String
  let stage: ServiceStage
  let texts: Texts
  let tell: @Sendable (String) -> Void

  func run() async throws -> ServiceResult {
    let start = ContinuousClock.now
    let script = try stage.script(content: "any".documentDigest)
    let (price, asked) = (script.price, script.terms.requirements)
    let courses = try SampleCourse.folder(in: directory, size: nil, price: price)
    var plan = Marketplace.Plan(directory: directory, semper: semper, courses: courses, terms: stage.terms)
    (plan.within, plan.window, plan.isByHand) = (Self.within, Self.window, true)
    plan.patience = "PT\(Self.patience)S"
    (plan.disputes, plan.contestsClaims) = (Self.disputes, true)
    plan.grant = "9000.00"
    plan.seller += ["--rest-after", Self.restAfter]
    plan.hasCarrier = stage.scenario.carrier != nil
    if ServiceCarrier.speaksForSeller(stage.scenario.carrier) {
      // Its owner answers, and shows what the carrier says.
      (plan.contestsClaims, plan.disputes) = (false, Self.answeredDisputes)
    }
    plan.seller += try await issuer.trust(in: asked?.buyer ?? [])
    let market = Marketplace(plan)
    do {
      tell(texts(DemoText.demoRoles))
      try await market.open()
      let played = try await play(in: market, showing: asked)
      await market.close()
      return try await played.result(
        of: stage, trust: await market.trustFile, shopHome: market.home("shop"), since: start)
    } catch {
      await market.close()
      throw error
    }
  }

  private var issuer: ServiceIssuer { ServiceIssuer(semper: semper, directory: directory) }

  private func play(in market: Marketplace, showing asked: Requirements?) async throws -> PlayedService {
    let shop = try await market.address("shop")
    let till = TillProcess(
      semper: semper, home: await market.home("shop"), log: directory + "/till.log")
    for type in asked?.seller ?? [] { try await till.hold(issuer.credential(type, to: till.holder())) }
    let offer = try await DemoOffer.of(SampleCourse.slug, at: shop)
    let offered = try await offered(offer, at: shop)
    let script = try stage.script(content: offered.content.documentDigest)
    let wallet = try await WalletProcess.make(
      in: directory, named: "wallet", semper: semper, trust: await market.trustFile,
      bank: try await market.address("bank").text, amount: Self.withdrawn)
    _ = try await wallet.run("limits", ["--at-most", Self.withdrawn.decimal])
    for type in asked?.buyer ?? [] {
      _ = try await wallet.run("hold", [issuer.credential(type, to: wallet.run("holder"))])
    }
    let before = try await wallet.wealth()
    tell(texts(DemoText.demoPlaying, ["service": stage.name, "scenario": stage.scenario.name]))
    let carrier = try await carrier(in: market, script)
    let court = ServiceCourt(
      script: script, wallet: wallet, till: till, carrier: carrier, semper: semper,
      arbiter: await market.home("arbiter"), log: directory + "/desk.log")
    let steps = ServiceSteps(
      script: script, wallet: wallet, till: till, court: court, carrier: carrier, directory: directory, tell: tell)
    let answer = try await steps.play(
      offer.code, at: shop.text, under: offered.service, trusting: issuer.trust(in: asked?.seller ?? []))
    if !steps.taken.isEmpty { try await shopIsDone() }
    let rights = try await ServiceDoor(wallet: wallet, till: till).show()
    for right in rights { tell("  " + right.line(in: texts)) }
    let ruling = try await court.ruling()
    return PlayedService(
      answer: answer, steps: steps.taken, ruling: ruling, rights: rights,
      sold: try await till.sold(answer["deal"] ?? .null),
      dossier: try await court.dossier(in: directory + "/dossier"), before: before, after: try await wallet.wealth())
  }

  private func carrier(in market: Marketplace, _ script: ScenarioScript) async throws -> ServiceCarrier? {
    guard let event = stage.scenario.carrier else { return nil }
    guard let event = Carriage.Event(rawValue: event) else {
      throw DemoError(.demoErrorCarrier, ["scenario": stage.scenario.name, "event": event])
    }
    let carrier = ServiceCarrier(event: event, script: script, semper: semper, directory: directory)
    try await carrier.enrol(market.carrierEnrolment())
    return carrier
  }

  /// The buyer may be at its end a moment before the seller, who still claims its money. The shop says so in its log and nowhere else; one
  /// that does not say so in time is shown as far as it has come.
  private func shopIsDone() async throws {
    for _ in 0..<100 {
      let log = (try? String(contentsOfFile: directory + "/shop.log", encoding: .utf8)) ?? ""
      if log.contains("a deal has ended") { return }
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  private func offered(_ offer: DemoOffer, at shop: Address) async throws -> Offer {
    let transport = try HTTPClientTransport()
    do {
      let signed = try await ShopClient(transport: transport, address: shop).offer(offer.code)
      try await transport.shutdown()
      return signed.journalled(as: Offer.self)
    } catch {
      try? await transport.shutdown()
      throw error
    }
  }
}
