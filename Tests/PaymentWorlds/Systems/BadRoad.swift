package import SemperBank
package import SemperCryptography
package import SemperSEPA
import Synchronization

/// A road between banks on which the first so many transfers, or their answers, are lost.
package final class BadRoad: InterbankLink {
  package enum Loss: CaseIterable, Sendable { case transfer, answer }

  private let road: any InterbankLink
  private let loss: Loss
  private let left: Mutex<Int>

  package init(_ road: any InterbankLink, losing loss: Loss, _ count: Int) {
    self.road = road
    self.loss = loss
    left = Mutex(count)
  }

  package func transfer(_ transfer: SignedStatement, to bank: BankCode) async throws -> SignedStatement {
    let isLost = left.withLock { left in
      defer { left = max(0, left - 1) }
      return left > 0
    }
    if isLost, loss == .transfer { throw RoadClosed() }
    let answer = try await road.transfer(transfer, to: bank)
    if isLost { throw RoadClosed() }
    return answer
  }
}
