import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting
import Synchronization
import Testing

/// Nobody gives its own up on the peer's word that the arbiter is gone.
@Suite struct ArbiterSilenceTests {
  private enum Answer { case decision, refusal, none }
  private struct Gone: Error {}

  private final class Desk: ArbiterDesk {
    let answer: Answer
    let stage: Stage
    let questions = Mutex<[SignedStatement]>([])

    init(_ answer: Answer, _ stage: Stage) {
      self.answer = answer
      self.stage = stage
    }

    func call(_ statement: SignedStatement) async throws -> ArbiterAnswer {
      let count = questions.withLock { questions in
        questions.append(statement)
        return questions.count
      }
      switch answer {
      case .decision:
        // Only the third question gets through.
        guard count > 2 else { throw Gone() }
        return ArbiterAnswer(decision: statement, sealed: nil, commitResponder: nil)
      case .refusal: throw Refusal(.notFound, blame: .us, "nothing has been decided about it")
      case .none: throw Gone()
      }
    }

    func ciphertext(
      _ locked: LockedData, under claim: DataClaim
    ) async throws -> AsyncThrowingStream<[UInt8], any Error> { throw Gone() }
    func holds(_ locked: LockedData, under claim: DataClaim) async throws -> Bool { throw Gone() }
    func leave(
      _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, as locked: LockedData, under claim: DataClaim
    ) async throws { throw Gone() }
  }

  private func lasts(_ answer: Answer) async throws -> (lasts: Bool, seconds: Int64, questions: Int) {
    let stage = try Stage(originator: [.receipt], responder: [.money])
    let (desk, time) = (Desk(answer, stage), LeapingTime(Stage.start))
    let silence = ArbiterSilence(
      arbiter: desk, key: stage.key(.originator), reply: stage.reply.publicKey, span: Span(seconds: 6), time: time)
    let lasts = try await silence.lasts(about: stage.terms.id)
    let asked = desk.questions.withLock { $0 }
    for question in asked {
      let content = try VerifiedStatement<QueryRequest>(verifying: question, keys: KeySet()).content
      #expect(content.exchange == stage.terms.id && content.party == stage.key(.originator).publicKey)
    }
    return (lasts, await time.now().seconds - Stage.start.seconds, asked.count)
  }

  @Test func itIsBelievedAfterTheWholeTime() async throws {
    let found = try await lasts(.none)
    #expect(found.lasts && found.seconds == 6 && found.questions == 7)
  }

  @Test func anyAnswerEndsIt() async throws {
    let late = try await lasts(.decision)
    #expect(!late.lasts && late.seconds == 2)
    let refused = try await lasts(.refusal)
    #expect(!refused.lasts && refused.seconds == 0)
  }
}
