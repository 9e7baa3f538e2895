package io.sallyport.server.api;

import java.util.List;

/**
 * Why a request was not done, as {@code application/problem+json} (RFC 9457).
 *
 * @param type a relative reference that programs tell problems apart by
 * @param title the same for every problem of the type
 * @param detail a sentence about this one, for a person
 * @param errors what is wrong with single fields
 */
public record Problem(
    String type, String title, int status, String detail, List<FieldError> errors) {

  /**
   * What is wrong with one field.
   *
   * @param field its name, or its path with dots; of a text with lines, the line in {@code line}
   * @param line 0 where the field has no lines
   * @param suggestion what may have been meant; empty for no idea
   */
  public record FieldError(String field, int line, String message, String suggestion) {
    public FieldError(String field, String message) {
      this(field, 0, message, "");
    }
  }

  public Problem {
    errors = List.copyOf(errors);
  }

  /** Thrown by an operation that cannot be done; answered with the problem. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    Refused(Problem problem) {
      // a peer's mistake needs no stack trace
      super(problem.title(), null, false, false);
      this.problem = problem;
    }

    public Problem problem() {
      return problem;
    }
  }

  public static Refused notSignedIn() {
    return new Problem("/problems/not-signed-in", "Not signed in", 401, "Sign in first.", List.of())
        .refused();
  }

  /** Name or password, or the code beside them; which of them is not told. */
  static Refused wrongLogin() {
    return new Problem(
            "/problems/wrong-login",
            "Not signed in",
            401,
            "That is not the password of an enabled user, or the code is not right.",
            List.of())
        .refused();
  }

  static Refused codeNeeded() {
    return new Problem(
            "/problems/code-needed",
            "Code needed",
            401,
            "Enter the code that your authenticator app shows.",
            List.of())
        .refused();
  }

  static Refused secondFactorNeeded() {
    return new Problem(
            "/problems/second-factor-needed",
            "Second factor needed",
            403,
            "Your role needs a second factor. Set it up first.",
            List.of())
        .refused();
  }

  public static Refused forbidden(String detail) {
    return new Problem("/problems/forbidden", "Not allowed", 403, detail, List.of()).refused();
  }

  public static Refused notFound(String detail) {
    return new Problem("/problems/not-found", "Not found", 404, detail, List.of()).refused();
  }

  /**
   * Somebody else has to agree first.
   *
   * @param approval the request's id, in {@code errors} under {@code approval} for programs
   */
  public static Refused approvalNeeded(String approval) {
    return new Problem(
            "/problems/approval-needed",
            "Approval needed",
            409,
            "A second person has to approve first: request " + approval + ".",
            List.of(new FieldError("approval", approval)))
        .refused();
  }

  /** What was asked for contradicts what is there. */
  public static Refused conflict(String detail) {
    return new Problem("/problems/conflict", "Conflict", 409, detail, List.of()).refused();
  }

  /** Somebody else changed it meanwhile (RFC 9110 section 15.5.13). */
  public static Refused changedMeanwhile() {
    return new Problem(
            "/problems/changed-meanwhile",
            "Changed meanwhile",
            412,
            "Somebody else has changed this since you read it; read it again.",
            List.of())
        .refused();
  }

  /** The operation wants to be told what its caller has read (RFC 6585 section 3). */
  public static Refused matchNeeded() {
    return new Problem(
            "/problems/match-needed",
            "Precondition needed",
            428,
            "Send the ETag that you have read in If-Match.",
            List.of())
        .refused();
  }

  static Refused tooLarge(long most) {
    return new Problem(
            "/problems/too-large",
            "Too large",
            413,
            "This takes at most " + most + " bytes.",
            List.of())
        .refused();
  }

  static Refused noSuchMethod() {
    return new Problem(
            "/problems/method-not-allowed",
            "Method not allowed",
            405,
            "That cannot be done with this address.",
            List.of())
        .refused();
  }

  /** No part of what is there (RFC 9110 section 15.5.17). */
  static Refused noSuchRange() {
    return new Problem(
            "/problems/no-such-range",
            "Range not satisfiable",
            416,
            "There are no such bytes.",
            List.of())
        .refused();
  }

  public static Refused invalid(List<FieldError> errors) {
    return new Problem(
            "/problems/invalid", "Invalid", 422, "Some fields are not as they must be.", errors)
        .refused();
  }

  public static Refused invalid(String field, String message) {
    return invalid(List.of(new FieldError(field, message)));
  }

  public static Refused malformed(String detail) {
    return new Problem("/problems/malformed", "Malformed request", 400, detail, List.of())
        .refused();
  }

  public static Refused tooMany(String detail) {
    return new Problem("/problems/too-many", "Too many requests", 429, detail, List.of()).refused();
  }

  public static Refused unavailable(String detail) {
    return new Problem("/problems/unavailable", "Not available now", 503, detail, List.of())
        .refused();
  }

  private Refused refused() {
    return new Refused(this);
  }
}
