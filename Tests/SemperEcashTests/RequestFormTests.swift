import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperEcash

/// What a request to the mint can say at all: anything else is refused before anybody's signature is looked at.
@Suite struct RequestFormTests {
  private let header = RequestHeader(
    mint: MintHost.key.thumbprint, operation: EcashPurse.systemOperation(), issued: MintHost.begin)
  private let key = SigningKey()

  private func coin(sealed: Bool = false) -> Coin {
    Coin(
      key: Digest(plain: [1]), spend: SigningKey().publicKey, signature: [1],
      seal: sealed ? Digest(plain: [2]) : nil)
  }

  private func output(_ number: Int) -> BlindedOutput {
    BlindedOutput(key: Digest(plain: [1]), blinded: [UInt8(number >> 8), UInt8(number & 0xFF)])
  }

  private func reads<Content: StatementContent>(_ content: Content) -> Bool {
    (try? Content(json: content.json)) != nil
  }

  private func deposit(_ coins: [Coin], _ amount: Int64 = 8) -> MintDeposit {
    MintDeposit(header, inputs: coins, outputs: [], account: key.thumbprint, amount: euro(amount))
  }

  private func withdrawal(_ outputs: [BlindedOutput]) -> MintWithdrawal {
    MintWithdrawal(header, account: key.publicKey, outputs: outputs)
  }

  @Test func coinsAreOneTo60AndDifferent() {
    let coins = (0...MintLimits.coins).map { _ in coin() }
    #expect(reads(deposit([coins[0]])) && reads(deposit(Array(coins.dropLast()))))
    #expect(!reads(deposit([])) && !reads(deposit(coins)))
    #expect(!reads(deposit([coins[0], coins[1], coins[0]])))
    #expect(!reads(deposit([coins[0]], 0)) && reads(deposit([coins[0]], 1)), "an amount is more than nothing")
  }

  @Test func newCoinsAreDifferentAndAtMost60() {
    let outputs = (0...MintLimits.coins).map(output)
    #expect(reads(withdrawal([outputs[0]])) && reads(withdrawal(Array(outputs.dropLast()))))
    #expect(!reads(withdrawal([])) && !reads(withdrawal(outputs)))
    #expect(!reads(withdrawal([outputs[0], outputs[1], outputs[0]])))
  }

  @Test func aClaimBringsSealedCoinsOrNone() throws {
    let lock = try TestLock(DealKeys(), payee: key.thumbprint)
    let request = MintClaim(
      header, terms: lock.terms, title: .opening(lock.opening), payee: key.publicKey, account: key.thumbprint)
    guard case .object(let fields) = request.json else { return #expect(Bool(false)) }
    func reads(_ coins: [Coin]) -> Bool {
      (try? MintClaim(json: .object(fields.with("coins", coins.json)))) != nil
    }
    let coins = (0...MintLimits.coins).map { _ in coin(sealed: true) }
    #expect(self.reads(request))
    #expect(reads([coins[0]]) && reads(Array(coins.dropLast())))
    #expect(!reads([]) && !reads(coins))
    #expect(!reads([coins[0], coins[1], coins[0]]))
    #expect(!reads([coins[0], coin()]), "one that is not sealed")
  }

  @Test func eachRecoupedCoinComesWithItsSecret() {
    let (first, second) = (coin(), coin())
    func reads(_ sizes: [Int]) -> Bool {
      self.reads(
        MintRecoup(
          header, inputs: [first, second], blindings: sizes.map { ByteString([UInt8](repeating: 7, count: $0)) },
          outputs: [output(1)]))
    }
    #expect(reads([32, 32]))
    #expect(!reads([32]) && !reads([32, 32, 32]) && !reads([32, 31]) && !reads([33, 32]))
  }

  // MARK: Refreshes

  private func candidate(_ outputs: [BlindedOutput]) -> RefreshCandidate {
    RefreshCandidate(transfer: SigningKey().publicKey, outputs: outputs)
  }

  private func refresh(_ candidates: [RefreshCandidate]) -> MintRefresh {
    MintRefresh(
      header, coin: Coin(key: Digest(plain: [1]), spend: key.publicKey, signature: [1]), candidates: candidates)
  }

  @Test func candidatesAreThreeForTheSameCoins() {
    let all = (0..<3).map { candidate([output($0)]) }
    #expect(reads(refresh(all)))
    #expect(!reads(refresh(Array(all.dropLast()))) && !reads(refresh(all + [candidate([output(3)])])))
    #expect(!reads(refresh([all[0], all[1], all[1]])), "two under one transfer key")
    let dear = candidate([BlindedOutput(key: Digest(plain: [9]), blinded: [1])])
    #expect(!reads(refresh([all[0], all[1], dear])))
    #expect(!reads(refresh([all[0], all[1], candidate([output(4), output(5)])])))
    let many = (0...MintLimits.refreshed).map(output)
    #expect((try? RefreshCandidate(json: candidate(many).json)) == nil)
    #expect((try? RefreshCandidate(json: candidate(Array(many.dropLast())).json)) != nil)
  }

  @Test func oneOfThreeIsChosenAndTheOthersOpened() throws {
    let request = try SignedStatement(refresh((0..<3).map { candidate([output($0)]) }), signedBy: [key])
    func choice(_ chosen: Int) -> MintRefreshChoice {
      MintRefreshChoice(
        mint: MintHost.key.thumbprint, operation: header.operation, request: request.digest, chosen: chosen,
        issued: MintHost.begin)
    }
    for chosen in 0..<3 { #expect(self.reads(choice(chosen))) }
    #expect(!self.reads(choice(3)) && !self.reads(choice(-1)))
    let answer = try SignedStatement(choice(1), signedBy: [MintHost.key])
    func reads(_ sizes: [Int]) throws -> Bool {
      self.reads(
        try MintRefreshReveal(
          header, commitment: request, answer: answer,
          transfers: sizes.map { ByteString([UInt8](repeating: 7, count: $0)) }))
    }
    #expect(try reads([32, 32]))
    #expect(try !reads([32]) && !reads([32, 32, 32]) && !reads([32, 31]))
    for (place, isOne) in [(0, true), (2, true), (3, false), (-1, false)] {
      let origin = RefreshOrigin(operation: header.operation, candidate: place, coin: key.publicKey)
      #expect(((try? RefreshOrigin(json: origin.json)) != nil) == isOne, "\(place)")
    }
  }
}
