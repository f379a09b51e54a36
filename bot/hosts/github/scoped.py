"""Installation access tokens that are worth no more than one step in one repository.

Source: https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from github.Auth import AppAuth, AppInstallationAuth
from github.InstallationAuthorization import InstallationAuthorization


class ScopedAuth(AppInstallationAuth):
    """The client's own kind of credential asks for a token of all repositories that the App is installed on."""

    def __init__(
        self, app: AppAuth, installation: int, permissions: Mapping[str, str], repositories: Sequence[str]
    ) -> None:
        """``repositories`` are names without their owner; none means all of the installation's."""
        super().__init__(app, installation, dict(permissions))
        self._repositories = list(repositories)

    def _get_installation_authorization(self) -> InstallationAuthorization:
        body: dict[str, object] = {"permissions": self._token_permissions}
        if self._repositories:
            body["repositories"] = self._repositories
        path = f"/app/installations/{self._installation_id}/access_tokens"
        headers, answer = self.requester.requestJsonAndCheck("POST", path, input=body)
        return InstallationAuthorization(requester=self.requester, headers=headers, attributes=answer)
