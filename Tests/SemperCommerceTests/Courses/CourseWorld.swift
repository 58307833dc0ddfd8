import Logging
import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCredentialSystems
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms
import SemperTesting
import Synchronization
import Testing

/// Both sides of a deal of many steps in one process, with an arbiter, a ledger and goods.
final class CourseWorld: Sendable {
  let script: CourseScript
  let silent: Set<DealSide>
  let world: DealWorld
  let time: VirtualTime
  /// What has been given back, by the turn in which it was.
  private let refunds = Mutex<[Int: Money]>([:])
  private let rulings = Mutex<[Int: Timestamp]>([:])
  /// What is wrong with the arbiter's rulings.
  let fault: RulingFault?

  init(
    _ fair: Fair, _ script: CourseScript, silent: Set<DealSide> = [], fault: RulingFault? = nil, time: VirtualTime
  ) {
    self.script = script
    self.fault = fault
    self.silent = silent
    self.time = time
    world = DealWorld(fair, Trouble(funds: 500_000_00), time: time)
  }

  var refunded: Int64 { refunds.withLock { $0.values.reduce(0) { $0 + $1.minorUnits } } }

  func live(_ side: DealSide, _ archive: InMemoryArchive) async throws {
    let judgement = ScriptedJudgement(
      script: script, content: world.fair.good.description, isSilent: silent.contains(side), time: time)
    try await world.live(side, archive, judgement: judgement, means: self) {
      driver in
      try await self.raise(side, driver)
    }
  }

  /// Raises what the script has this side raise, once it has come to that turn and is told that it may.
  private func raise(_ side: DealSide, _ driver: MachineDriver<DealMachine>) async throws {
    let raised = script.moves.filter { $0.value.name.hasPrefix("raise ") }.sorted { $0.key < $1.key }
    for (turn, move) in raised {
      let name = String(move.name.dropFirst("raise ".count))
      guard script.terms.exceptions.first(where: { $0.name == name })?.exception.side == side else { continue }
      while true {
        let machine = await driver.machine
        let hasCome = machine.record?.course?.turn ?? 0 >= turn
        if hasCome, let step = OpenStep(machine), step.exceptions.contains(name) {
          #expect(step.said?.object.members.count ?? 0 > 1, "beside the offer, what was said since")
          break
        }
        guard !machine.isFinished else { return }
        try await time.wait(until: time.now().advanced(by: Span(seconds: 300)))
      }
      try await driver.submit(.raised(name))
    }
  }
}

extension CourseWorld: StepMeans {
  private static let rights = DealRights(SDJWTCredentials())

  func giveBack(_ amount: Money, of payment: Digest, turn: Int, in record: DealRecord) async throws -> Digest {
    refunds.withLock { $0[turn] = amount }
    return "refund \(turn)".documentDigest
  }

  func objection(to money: SentMoney, in record: DealRecord) async throws -> Refusal? {
    let turn = record.course?.turn ?? 0
    guard money.payment == "refund \(turn)".documentDigest, refunds.withLock({ $0[turn] }) == money.amount else {
      return Refusal(.unknownPayment, blame: .peer, "nothing has come back")
    }
    return nil
  }

  func ruling(in record: DealRecord, until: Timestamp) async throws -> SignedStatement? {
    let turn = record.course?.turn ?? 0
    guard script.moves[turn]?.name == "done" else {
      try await time.wait(until: until.advanced(by: Span(seconds: 1)))
      return nil
    }
    let issued = rulings.withLock { rulings in
      let issued = rulings[turn] ?? time.now()
      rulings[turn] = issued
      return issued
    }
    return try (fault ?? .none).ruling(turn, in: record, world.fair, issued: issued, until: until)
  }

  func issue(_ item: String, in record: DealRecord) async throws -> HandedCredential {
    let key = record.opening.side == .seller ? world.fair.sellerKey : world.fair.buyerKey
    return try Self.rights.issue(item, in: record, by: key)
  }

  func objection(to credential: HandedCredential, in record: DealRecord) async throws -> Refusal? {
    Self.rights.objection(to: credential, in: record, at: time.now())
  }
}
