import SemperCryptography
import SemperModel
import SemperPayments
import Testing

/// Only both ledgers together say no for good.
@Suite struct EitherTillTests {
  private struct Away: Error {}

  private struct Refusing: LockingTill {
    let ledger: Thumbprint
    let payee: Thumbprint
    let error: any Error
    func claim(_ terms: LockTerms, with claim: LockClaim) async throws -> VerifiedStatement<LockOutcome> { throw error }
    func settle(_ division: SignedStatement) async throws -> VerifiedStatement<LockOutcome> { throw error }
  }

  private static let no = Refusal(.unknownLock, blame: .us, "there is no such lock")
  private static let other = Refusal(.lockInvalid, blame: .us, "this does not open the lock")
  private static let later = Refusal(.overloaded, blame: .provider, "come back later")

  private func failure(_ first: any Error, _ second: any Error) async throws -> (any Error)? {
    let (bank, payee) = (SigningKey(), SigningKey())
    func till(_ error: any Error) -> Refusing {
      Refusing(ledger: bank.thumbprint, payee: payee.thumbprint, error: error)
    }
    let division = try VerifiedStatement(
      signing: PaymentSelection(
        offer: Digest(plain: [1]), option: 0, amount: Money(minorUnits: 1, .euro), payer: payee.publicKey,
        particulars: ByteString([]), issued: TestAgreement.now), with: [payee]
    ).signed
    do {
      _ = try await EitherTill(till(first), otherwise: till(second)).settle(division)
      return nil
    } catch {
      return error
    }
  }

  @Test func aFinalNoStandsOnlyWhereTheOtherSaysNoToo() async throws {
    #expect(try await failure(Self.no, Self.other) as? Refusal == Self.no)
    #expect(try await failure(Self.no, Away()) is Away)
    #expect(try await failure(Self.no, Self.later) as? Refusal == Self.later)
    #expect(try await failure(Away(), Self.no) is Away)
    #expect(try await failure(Self.later, Self.no) as? Refusal == Self.later)
  }
}
