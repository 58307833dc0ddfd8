/// A bank that guesses who made each payment from amounts and times alone.
enum LinkageAttack: String, CaseIterable {
  /// Whoever last withdrew exactly the amount; else whoever last withdrew at all.
  case sameAmount
  /// Whoever last withdrew at least the amount.
  case lastEnough
  /// Whoever withdraws next: a purse that has become short fills up.
  case nextAfter

  /// How many of a hundred payments it puts to the right user.
  func hits(_ world: LinkageWorld) -> Double {
    var (right, next) = (0, 0)
    var lastOf: [Int64: Int] = [:]
    var lastEnough = [LinkageWorld.Withdrawal]()
    var last: Int?
    for payment in world.payments {
      while next < world.withdrawals.count, world.withdrawals[next].time < payment.time {
        let withdrawal = world.withdrawals[next]
        last = withdrawal.user
        lastOf[withdrawal.units] = withdrawal.user
        // Those that are both earlier and smaller are never the last that was enough.
        while let before = lastEnough.last, before.units <= withdrawal.units { lastEnough.removeLast() }
        lastEnough.append(withdrawal)
        next += 1
      }
      let guess: Int? =
        switch self {
        case .sameAmount: lastOf[payment.units] ?? last
        case .lastEnough: lastEnough.last { $0.units >= payment.units }?.user ?? last
        case .nextAfter: next < world.withdrawals.count ? world.withdrawals[next].user : last
        }
      if guess == payment.user { right += 1 }
    }
    return world.payments.isEmpty ? 0 : 100 * Double(right) / Double(world.payments.count)
  }
}
