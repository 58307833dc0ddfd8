/// What every payment system must do, in both roles and at the bank, whoever dies and whatever the network does. A system runs
/// each behaviour on fresh worlds of its own:
///
///     @Test(arguments: PaymentSystemConformance.cashLike)
///     func conforms(_ behaviour: PaymentBehaviour) async throws {
///       try await behaviour.verify { MineUnderTest(time: $0) }
///     }
///
/// After every one of them all money is where it was or where it belongs: bank accounts, purses, coins, holds and locks together
/// are what they were.
public enum PaymentSystemConformance {
  private static let all =
    NegotiationBehaviours.all + PayingBehaviours.all + RefundBehaviours.all + StatementBehaviours.all
    + NetworkBehaviours.all + HostileBehaviours.all + CrashBehaviours.all + locks

  /// What is asked of locks, alone: a system without any refuses.
  public static let locks = LockBehaviours.all

  /// For systems whose money stays on an account.
  public static let accountBased = all + AccountBehaviours.all
  /// For those of them that hold nothing for later: what is paid has moved.
  public static let transfers = all + AccountBehaviours.telling
  /// For systems whose money the payer holds.
  public static let cashLike = all + CashBehaviours.all
}
