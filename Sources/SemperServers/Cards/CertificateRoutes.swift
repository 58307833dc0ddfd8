public import SemperCommunication
public import SemperEngine
public import SemperSET

/// What a brand's authority answers over HTTP: the messages of registrations.
public struct CertificateRoutes: Sendable {
  private let office: CertificateOffice
  private let time: any TimeSource

  public init(_ office: CertificateOffice, time: any TimeSource) {
    self.office = office
    self.time = time
  }

  public var routes: [Route] {
    let (office, time) = (office, time)
    return SETRoutes(.registration, summary: "Takes an applicant's message of SET (DER).") { message in
      try await office.answer(message, at: time.now())
    }.routes
  }
}
