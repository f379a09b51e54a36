import json

from flask import request
from gql import gql


def shown(client):
    name = request.args["name"]
    # ruleid: python.graphql.injection
    query = gql('{ user(name: "%s") { id } }' % name)
    # ruleid: python.graphql.injection
    other = gql(f'{{ user(name: "{name}") {{ id }} }}')
    # ruleid: python.graphql.injection
    third = gql('{ user(name: "' + name + '") { id } }')
    # ok: python.graphql.injection
    fixed = gql("query ($name: String!) { user(name: $name) { id } }")
    # ok: python.graphql.injection
    answer = client.execute(fixed, variable_values={"name": name})
    # ok: python.graphql.injection
    numbered = gql("{ user(id: %d) { id } }" % int(name))
    return json.dumps([client.execute(query), client.execute(other), third, answer, numbered])
