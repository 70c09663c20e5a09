package rules;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import rules.api.DecisionsApi;
import rules.api.HotlineApi;
import rules.model.AnswersRequest;
import rules.model.CalculateRequest;
import rules.model.EligibilityRequest;
import rules.model.MeasureId;
import rules.model.Outcome;

/** Asks the examples of the README by the generated client: each body is made a typed request, each answer read as one. */
public final class Readme {
  public static void main(String[] args) throws Exception {
    ApiClient client = new ApiClient().setBasePath(args[0]);
    DecisionsApi decisions = new DecisionsApi(client);
    HotlineApi hotline = new HotlineApi(client);
    JsonArray answers = new JsonArray();
    String examples = Files.readString(Path.of(args[1]), StandardCharsets.UTF_8);
    for (JsonElement example : JsonParser.parseString(examples).getAsJsonArray()) {
      String path = example.getAsJsonObject().get("path").getAsString();
      String body = example.getAsJsonObject().get("body").toString();
      Object answer;
      if (path.equals("/eligibility")) {
        answer = decisions.decideEligibility(EligibilityRequest.fromJson(body));
      } else if (path.equals("/calculate")) {
        answer = decisions.calculateAmount(CalculateRequest.fromJson(body));
      } else {
        answer = hotline.answerQuestion(AnswersRequest.fromJson(body));
      }
      answers.add(JsonParser.parseString(JSON.serialize(answer)));
    }
    JsonArray named = new JsonArray();
    named.add(Outcome.UNDETERMINED.getValue());
    named.add(MeasureId.JOB_CREATION_AWARD.getValue());
    JsonObject told = new JsonObject();
    told.add("answers", answers);
    told.add("named", named);
    new PrintStream(System.out, true, StandardCharsets.UTF_8).println(told);
  }
}
