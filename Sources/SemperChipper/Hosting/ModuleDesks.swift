import Synchronization

/// The desks that are open for terminals of modules. A desk that has closed opens again under another start, so that nothing that
/// was recorded at it counts.
///
/// So many at most: then the one closes that has answered its terminal longest ago, and before it one that has answered nobody yet,
/// since opening desks needs no secret.
final class ModuleDesks: Sendable {
  private struct Open {
    let desk: CardDesk
    var lastAnswer = 0
  }

  private let most: Int
  private let open = Mutex<(desks: [CardNumber: Open], answers: Int)>(([:], 0))

  init(most: Int = 1_024) { self.most = most }

  func desk(_ number: CardNumber, opening: () async throws -> CardDesk) async throws -> CardDesk {
    if let known = open.withLock({ $0.desks[number]?.desk }) { return known }
    let desk = try await opening()
    return open.withLock { open in
      if let known = open.desks[number]?.desk { return known }
      if open.desks.count >= most, let idle = open.desks.min(by: { $0.value.lastAnswer < $1.value.lastAnswer })?.key {
        open.desks[idle] = nil
      }
      open.desks[number] = Open(desk: desk)
      return desk
    }
  }

  /// A terminal with the pairing is being answered.
  func answers(_ number: CardNumber) {
    open.withLock { open in
      open.answers += 1
      open.desks[number]?.lastAnswer = open.answers
    }
  }
}
