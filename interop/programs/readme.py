"""Asks the examples of the README by the generated client: each body is made a typed request, each answer read as one."""

import json
import sys

from generated import Client
from generated.api.decisions import calculate_amount, decide_eligibility
from generated.api.hotline import answer_question
from generated.models import AnswersRequest, CalculateRequest, EligibilityRequest, MeasureId, Outcome

ROUTES = {
    "/eligibility": (decide_eligibility, EligibilityRequest),
    "/calculate": (calculate_amount, CalculateRequest),
    "/answers": (answer_question, AnswersRequest),
}

origin, path = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    examples = json.load(file)
answers = []
with Client(base_url=origin) as client:
    for example in examples:
        operation, request = ROUTES[example["path"]]
        answer = operation.sync(client=client, body=request.from_dict(example["body"]))
        answers.append(answer.to_dict())
named = [Outcome.UNDETERMINED, MeasureId.JOB_CREATION_AWARD]
print(json.dumps({"answers": answers, "named": named}))
