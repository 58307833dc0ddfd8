import Foundation
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import Synchronization

/// The hearings of a played scenario: whoever has a claim by the terms brings it, and where the evidence decides nothing, the arbiter's person
/// judges. Everything by the commands that people have.
final class ServiceCourt: Sendable {
  /// What the arbiter's person gives a buyer of whom the evidence says nothing else.
  private static let judged = "1.00"

  let script: ScenarioScript
  let wallet: WalletProcess
  let till: TillProcess
  let carrier: ServiceCarrier?
  let semper: String
  let arbiter: String
  let log: String
  private let brought = Mutex<Set<Int>>([])

  init(
    script: ScenarioScript, wallet: WalletProcess, till: TillProcess, carrier: ServiceCarrier?, semper: String,
    arbiter: String, log: String
  ) {
    self.script = script
    self.wallet = wallet
    self.till = till
    self.carrier = carrier
    self.semper = semper
    self.arbiter = arbiter
    self.log = log
  }

  /// Brings the claim of a hearing once, if the scenario has the arbiter rule and this side is the one that claims.
  func bring(_ step: OpenStep, by side: DealSide) async throws -> String? {
    guard let move = script.moves[step.turn], move.state == step.state, move.name == "done",
      case .dispute(let claims)? = script.terms.state(step.state)?.step, let kind = kind(of: claims, at: step.turn),
      kind.claimant == side,
      brought.withLock({ $0.insert(step.turn).inserted })
    else { return nil }
    let words =
      ["--kind", kind.rawValue, "--because", "It is so in the scenario."] + shown(by: side)
      + ["--", "\(step.deal)"]
    switch side {
    case .buyer: _ = try await wallet.run("claim", words)
    case .seller: try await till.claim(words)
    }
    return "\(step.state): \(side.rawValue) claim \(kind.rawValue)"
  }

  /// Money that was to come back, where the step before was to give it; else what the terms name first, the buyer's before the seller's.
  private func kind(of claims: [ClaimKind], at turn: Int) -> ClaimKind? {
    let before = script.moves.filter { $0.key < turn }.max { $0.key < $1.key }?.value
    let isRefund = before.flatMap { script.terms.state($0.state) }?.items.contains { item in
      if case .refund = script.terms.form(of: item) { true } else { false }
    }
    if isRefund ?? false || carrier?.event == .returned, claims.contains(.refundDue) { return .refundDue }
    if carrier?.event == .damaged, claims.contains(.damaged) { return .damaged }
    return claims.first { $0.claimant == .buyer } ?? claims.first
  }

  /// Each side shows what the carrier says where that speaks for it.
  private func shown(by side: DealSide) -> [String] {
    guard let carrier, carrier.speaksForSeller == (side == .seller) else { return [] }
    return carrier.files.flatMap { ["--carrier", $0] }
  }

  /// What the shop's owner says to claims, where the carrier's word is on its side. Else the shop contests them by itself.
  func answer() async throws {
    guard carrier?.speaksForSeller ?? false, brought.withLock({ !$0.isEmpty }),
      case .array(let disputes) = try await till.disputes()
    else { return }
    for dispute in disputes where dispute["answer"] == nil {
      let claim = try SignedStatement(json: dispute["claim"] ?? .null)
      try await till.answer(
        ["--because", "The carrier has brought it."] + shown(by: .seller) + ["--", "\(claim.digest)"])
    }
  }

  /// Judges what the evidence leaves open.
  func judge() async throws {
    guard brought.withLock({ !$0.isEmpty }),
      case .array(let cases)? = try await run(["list", "--json"])
    else { return }
    for one in cases {
      let news = try DisputeNews(json: one)
      guard news.stage == .judging || news.stage == .appealed else { continue }
      let isBuyers = news.claim.journalled(as: Claim.self).what.claimant == .buyer
      let finding = ["--because", "Both were heard, in play.", "--", "\(news.id)"]
      _ = try await run(["rule"] + (isBuyers ? ["--pay", Self.judged] : ["--dismiss"]) + ["--json"] + finding)
    }
  }

  /// What was ruled, once the wallet has taken what it gives.
  func ruling() async throws -> ServiceRuling? {
    guard brought.withLock({ !$0.isEmpty }) else { return nil }
    let (own, sellers) = (try await wallet.run("disputes"), try await till.disputes())
    for case .array(let disputes) in [own, sellers] {
      for dispute in disputes {
        if let ruling = try ServiceRuling(dispute) { return ruling }
      }
    }
    return nil
  }

  /// The page of the first case for a court, which the arbiter's person may read too.
  func dossier(in folder: String) async throws -> String? {
    guard brought.withLock({ !$0.isEmpty }), case .array(let cases)? = try await run(["list", "--all", "--json"]),
      let first = try cases.first.map({ try DisputeNews(json: $0) })
    else { return nil }
    return try await run(["dossier", "--out", folder, "--json", "--", "\(first.id)"])?["page"]
      .map { try String(json: $0) }
  }

  private func run(_ arguments: [String]) async throws -> JSON? {
    let process = ChildProcess(
      "desk", semper, ["arbiter", "disputes"] + arguments.prefix(1) + ["--home", arbiter] + arguments.dropFirst(),
      log: log)
    try await process.start()
    let line = await process.nextLine()
    guard await process.wait() == 0, let line else { return nil }
    return try CanonicalJSON.parse(Array(line.utf8), limits: DecodingLimits(bytes: 16 << 20, allowsFractions: true))
  }
}
