"""The commands of each host, to be read and run by a person."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Host:
    """A place for the app; `{name}` in its commands is the app's, as a word of the shell."""

    file: str  # what the host reads
    commands: tuple[str, ...]


IMAGE = "asia-southeast1-docker.pkg.dev/PROJECT/apps/{name}"

HOSTS = {
    "fly": Host(
        "fly.toml",
        (
            "fly apps create {name}",
            "fly volumes create var --app {name} --region sin --size 1",
            "grep -vE '^(HOST|PORT|DATABASE_URL)=' .env | fly secrets import --app {name} --stage",
            "fly deploy --app {name} --ha=false",
        ),
    ),
    "render": Host(
        "render.yaml",
        (
            "render blueprints validate render.yaml",
            "git push",
        ),
    ),
    "cloud-run": Host(
        "deploy/cloud-run.yaml",
        (
            f"gcloud builds submit --tag {IMAGE}",
            *(
                f"grep '^{setting}=' .env | cut -d= -f2- | tr -d '\\n' | gcloud secrets create {secret} --data-file=-"
                for setting, secret in {
                    "ACCESS_CODE": "access-code",
                    "SECRET": "cookie-secret",
                    "DATABASE_URL": "database-url",
                    "LLM_API_KEY": "llm-api-key",
                }.items()
            ),
            "gcloud run services replace deploy/cloud-run.yaml --region asia-southeast1",
            "gcloud run services add-iam-policy-binding {name} --region asia-southeast1 "
            "--member allUsers --role roles/run.invoker",
        ),
    ),
    "space": Host(
        "deploy/space.md",
        (
            "git clone https://huggingface.co/spaces/YOU/{name} ../space",
            "git archive HEAD | tar -x -C ../space",
            "cp deploy/space.md ../space/README.md",
            "git -C ../space add --all",
            "git -C ../space commit --message 'The app'",
            "git -C ../space push",
        ),
    ),
}
