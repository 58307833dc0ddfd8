import SemperEcash
import SemperModel
import SemperTesting

/// Many users of one mint over some weeks, as the bank sees them: who withdraws what and when, and which payments come in when.
/// Blind signatures hide the coins themselves, so nothing else is in it.
struct LinkageWorld {
  struct Withdrawal {
    let user: Int
    let time: Int64
    let units: Int64
  }

  struct Payment {
    /// What the bank wants to find out.
    let user: Int
    let time: Int64
    let units: Int64
  }

  /// How the users' wallets withdraw.
  enum Wallets {
    /// Exactly what is missing, within a minute before it is paid.
    case naive
    case ahead(WithdrawalPolicy)
  }

  private(set) var withdrawals: [Withdrawal] = []
  private(set) var payments: [Payment] = []
  /// Payments for which a wallet had to withdraw at once.
  private(set) var hurried = 0

  /// - Parameter seed: the same users buy the same things at the same times whatever their wallets do.
  init(users: Int, days: Int64, wallets: Wallets, seed: UInt64) {
    for user in 0..<users {
      var shopping = SeededNumbers(seed &+ UInt64(user) &* 7_919)
      var timing = SeededNumbers(seed &+ UInt64(user) &* 104_729 &+ 1)
      live(user, Self.purchases(days, using: &shopping), wallets, using: &timing)
    }
    withdrawals.sort { $0.time < $1.time }
    payments.sort { $0.time < $1.time }
  }

  /// From one purchase in three days to two a day, at prices from 0.50 to 80.00, most of them small.
  private static func purchases(
    _ days: Int64, using generator: inout SeededNumbers
  ) -> [(time: Int64, units: Int64)] {
    let gap = Int64.random(in: 43_200...259_200, using: &generator)
    var found = [(time: Int64, units: Int64)]()
    var time = 3 * 86_400 + Int64.random(in: 0...gap, using: &generator)
    while time < (3 + days) * 86_400 {
      let scale = Int64.random(in: 1...20, using: &generator)
      found.append((time, Int64.random(in: 50...400, using: &generator) * scale))
      time += Int64.random(in: 600...2 * gap, using: &generator)
    }
    return found
  }

  private mutating func live(
    _ user: Int, _ purchases: [(time: Int64, units: Int64)], _ wallets: Wallets, using generator: inout SeededNumbers
  ) {
    var holding: Int64 = 0
    var planned: Timestamp?
    for purchase in purchases {
      switch wallets {
      case .naive:
        withdraw(purchase.units, by: user, at: purchase.time - Int64.random(in: 5...60, using: &generator))
        holding += purchase.units
      case .ahead(let policy):
        // The purse lives on until the purchase; it began three days before the first one could come.
        planned = planned ?? policy.due(holding: holding, planned: nil, now: Timestamp(seconds: 0), using: &generator)
        while let due = planned, due.seconds < purchase.time {
          withdraw(policy.parcel, by: user, at: due.seconds)
          holding += policy.parcel
          planned = policy.due(holding: holding, planned: nil, now: due, using: &generator)
        }
        let missing = policy.parcels(for: purchase.units - holding)
        if missing > 0 {
          hurried += 1
          withdraw(missing, by: user, at: purchase.time - Int64.random(in: 5...60, using: &generator))
          holding += missing
        }
      }
      holding -= purchase.units
      payments.append(Payment(user: user, time: purchase.time, units: purchase.units))
      if case .ahead(let policy) = wallets {
        planned = policy.due(
          holding: holding, planned: planned, now: Timestamp(seconds: purchase.time), using: &generator)
      }
    }
  }

  private mutating func withdraw(_ units: Int64, by user: Int, at time: Int64) {
    withdrawals.append(Withdrawal(user: user, time: time, units: units))
  }
}
