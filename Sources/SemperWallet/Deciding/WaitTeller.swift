import SemperCommerce
import SemperEngine
import SemperModel
import SemperTrustedUI

/// Tells the owner for whom a deal of many steps waits, once it has waited for a moment: it may be for days, and need not be sat through.
struct WaitTeller: Sendable {
  private static let moment = Span(seconds: 5)
  let display: any TrustedDisplay
  let time: any TimeSource

  /// Tells each wait once, until the deal has ended or the task is cancelled.
  func follow(_ driver: MachineDriver<DealMachine>) async {
    let texts = WalletTexts.of(display.language)
    do {
      while true {
        let (machine, revision) = await driver.current
        let begun = await time.now()
        guard let until = Self.limit(machine), until > begun.advanced(by: Self.moment) else {
          try await driver.change(after: revision)
          continue
        }
        if try await driver.changes(after: revision, until: begun.advanced(by: Self.moment), by: time) { continue }
        let whom = texts.text("whom.\(DealWait(of: machine).rawValue)")
        display.note(texts(WalletText.waitTold, ["until": "\(until)", "whom": whom]))
        try await driver.change(after: revision)
      }
    } catch {
      // The deal has ended, or nobody listens any more.
    }
  }

  /// Until when it waits for somebody else; `nil` while it does something, or waits for its owner.
  private static func limit(_ machine: DealMachine) -> Timestamp? {
    guard machine.record?.course != nil, !(OpenStep(machine)?.asks ?? false) else { return nil }
    switch DealWait(of: machine) {
    case .seller, .arbiter: break
    case .bank, .person: return nil
    }
    return machine.outstandingActions.compactMap { action -> Timestamp? in
      switch action {
      case .wait(let until), .hear(let until): until
      case .decide, .choose, .fill, .hand, .take, .sign, .send, .listen, .exchange, .close: nil
      }
    }.min()
  }
}
