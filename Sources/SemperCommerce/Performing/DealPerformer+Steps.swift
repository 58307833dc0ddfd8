import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperStatements
import SemperTerms

extension DealPerformer {
  /// Sends the money, seals the data and issues the rights of a step.
  func handOver(_ items: [HandOver], _ record: DealRecord) async throws -> DealEvent {
    let turn = record.course?.turn ?? 0
    var (data, money, rights) = ([HandedData](), [SentMoney](), [HandedCredential]())
    do {
      for item in items {
        switch item {
        case .data(let name, let content): data.append(try await sealed(name, content, turn, record))
        case .money(let name, let amount, let payment):
          guard let means else {
            throw Refusal(.notSupported, blame: .us, "nothing is set up here by which money could go back")
          }
          let proof = try await means.giveBack(amount, of: payment, turn: turn, in: record)
          money.append(SentMoney(item: name, amount: amount, payment: proof))
        case .right(let name):
          guard let means else {
            throw Refusal(.notSupported, blame: .us, "nothing is set up here by which rights could be issued")
          }
          rights.append(try await means.issue(name, in: record))
        }
      }
    } catch let refusal as Refusal where !refusal.code.isPassing {
      return .taken(refusal)
    }
    return .handed(data, money, rights)
  }

  /// A ruling counts by when it was made, so that both sides end a hearing alike, whenever each of them learns of it.
  func hear(until: Timestamp, _ record: DealRecord) async throws -> DealEvent {
    guard let means else {
      try await time.wait(until: until)
      return .timePassed(until)
    }
    guard let signed = try await means.ruling(in: record, until: until) else { return .timePassed(until) }
    do throws(Refusal) {
      return .ruled(signed, at: try record.heard(signed, until: until).issued)
    } catch {
      // What is no ruling for this hearing is none, whoever has brought it, and holds up no deal.
      try await time.wait(until: until)
      return .timePassed(until)
    }
  }

  private func sealed(
    _ item: String, _ content: ContentDescription, _ turn: Int, _ record: DealRecord
  ) async throws -> HandedData {
    guard let source else { throw Refusal(.goodsMissing, blame: .us, "there is no content here to give") }
    let opening = record.opening.secret.secret(ofTurn: turn).opening(for: item)
    let place = HandedData.place(deal: record.opening.deal, turn: turn, item: item)
    return HandedData(
      item: item, locked: try await source.locked(content, exchange: place, opening: opening), opening: opening)
  }

  /// Why we do not sign for what the peer's deed gives; `nil` when all of it is here and as it says.
  func objection(to draft: SignedStatement, _ record: DealRecord) async throws -> Refusal? {
    let deed = draft.journalled(as: Deed.self)
    guard let course = record.course else { return nil }
    var after = course
    do throws(Refusal) {
      try after.take(deed.documents, for: deed.items, record.terms)
      try after.describe(deed.contents, for: deed.items, record.terms)
    } catch { return error }
    for data in deed.data {
      if let refusal = try await objection(to: data, after, record) { return refusal }
    }
    for sent in deed.money {
      guard let means else { return Refusal(.notSupported, blame: .us, "nobody here can see whether money has come") }
      if let refusal = try await means.objection(to: sent, in: record) { return refusal }
    }
    for handed in deed.credentials {
      guard let means else {
        return Refusal(.notSupported, blame: .us, "nobody here can check the right “\(handed.item)”")
      }
      if let refusal = try await means.objection(to: handed, in: record) { return refusal }
    }
    guard case .exchange = record.terms.state(course.position)?.step else { return nil }
    return try await judgement.objection(to: deed, in: record)
  }

  private func objection(to data: HandedData, _ course: DealCourse, _ record: DealRecord) async throws -> Refusal? {
    guard case .data(let path) = record.terms.form(of: data.item), let sink else {
      return Refusal(.notSupported, blame: .us, "there is no place here for the content “\(data.item)”")
    }
    let (content, deal) = (try course.content(at: path), record.opening.deal)
    let place = HandedData.place(deal: deal, turn: course.turn, item: data.item)
    do {
      try await sink.fetch(content, locked: data.locked, deal: deal, exchange: place)
      let proof = try await sink.open(content, locked: data.locked, deal: deal, exchange: place, opening: data.opening)
      return proof.map { _ in
        Refusal(.goodsInvalid, blame: .peer, "“\(data.item)” is not the content that was described")
      }
    } catch let refusal as Refusal where !refusal.code.isPassing {
      return refusal
    }
  }
}
