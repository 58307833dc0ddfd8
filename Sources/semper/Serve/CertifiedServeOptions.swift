import ArgumentParser
import SemperCommunication

/// What a role that an authority certifies is started with.
struct CertifiedServeOptions: ParsableArguments {
  @Option(help: "Where the authority answers; needed until the role has its certificate, and to be listed.")
  var authority: Address?
  @Option(help: "The file with the enrolment token for the first certificate.")
  var token: String?
}
