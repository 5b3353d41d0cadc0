"""The map tells what the derivation tells, and counts what the list shows."""

import pytest

from srm_desktop.domain.responsibility import derive
from srm_desktop.domain.vocabulary import Owner, Responsibility, Status
from srm_desktop.services import listing, scope, walk
from srm_desktop.services.responsibility_map import FEW, columns_for, responsibility_map
from srm_desktop.services.walk import Marking

AS_OWNER = {
    Responsibility.INHERITED: Owner.AWS,
    Responsibility.SHARED: Owner.SHARED,
    Responsibility.CUSTOMER: Owner.CUSTOMER,
}


@pytest.mark.parametrize("preset", [p.id for p in scope.presets()])
def test_cells_are_what_the_derivation_says(new_assessment, preset):
    services = next(p.services for p in scope.presets() if p.id == preset)
    shown = responsibility_map(new_assessment(services=services))
    assert [band.layer for band in shown.bands] == list(scope.layers())
    assert sum(len(column.services) for column in shown.columns) == len(services)
    for band in shown.bands:
        for column, cell in zip(shown.columns, band.cells, strict=True):
            owners = {s.owner(band.layer.id).owner for s in column.services} - {Owner.ABSENT}
            assert {share.owner for share in cell.shares} == owners
            if owners:
                assert cell.owner is AS_OWNER[derive((band.layer.id,), column.services).value]
            else:
                assert cell.owner is Owner.ABSENT


def test_bands_count_the_rows_behind_them(assessment):
    some = [row.key for row in listing.rows(assessment) if row.mine][::3]
    walk.mark(assessment, some, Marking(status=(Status.IMPLEMENTED,)))
    shown = responsibility_map(assessment)
    for band in shown.bands:
        rows = listing.narrow(assessment, band.wanted)
        assert len(rows) == (band.mine or band.controls)
        assert sum(row.mine and row.walked for row in rows) == band.walked
        assert all(cell.wanted.layer == band.layer.id for cell in band.cells)
    assert sum(band.walked for band in shown.bands) > 0


def test_few_services_stand_alone_and_many_by_tier(new_assessment):
    few = responsibility_map(new_assessment("few.srma", services=("s3", "rds", "ec2")))
    assert [column.service for column in few.columns] == ["ec2", "rds", "s3"]
    assert [cell.wanted.service for cell in few.bands[0].cells] == ["ec2", "rds", "s3"]
    many = responsibility_map(new_assessment("many.srma", services=scope.presets()[0].services))
    assert [column.id for column in many.columns] == ["infrastructure", "managed", "abstracted"]
    assert not any(column.service for column in many.columns)
    assert len(columns_for(scope.services_named(["ec2", "rds", "s3", "sqs", "sns", "kms"]))) == FEW


def test_the_line_runs_where_aws_ends(assessment):
    shown = responsibility_map(assessment)
    ids = [band.layer.id for band in shown.bands]
    above = [ids[height] for height in shown.lines]
    assert above == ["guest-os", "guest-os", "service-configuration"]  # EC2, RDS, S3
    for n, height in enumerate(shown.lines):
        assert {band.cells[n].owner for band in shown.bands[:height]} == {Owner.AWS}


def test_patching_of_a_managed_service_is_shared_and_says_why(assessment):
    shown = responsibility_map(assessment)
    band = next(band for band in shown.bands if band.layer.id == "guest-os")
    by_service = dict(zip([c.service for c in shown.columns], band.cells, strict=True))
    assert {s: c.owner for s, c in by_service.items()} == {
        "ec2": Owner.CUSTOMER, "rds": Owner.SHARED, "s3": Owner.AWS,
    }  # fmt: skip
    assert "maintenance window" in by_service["rds"].why


def test_services_of_a_tier_that_differ_are_told_apart(new_assessment):
    names = ("ec2", "ebs", "rds", "s3", "sqs", "sns", "imagebuilder")
    shown = responsibility_map(new_assessment(services=names))
    band = next(band for band in shown.bands if band.layer.id == "guest-os")
    abstracted = band.cells[[c.id for c in shown.columns].index("abstracted")]
    assert [(s.owner, len(s.services)) for s in abstracted.shares] == [(Owner.AWS, 3), (Owner.SHARED, 1)]
    assert "EC2 Image Builder: AWS offers patched base images" in abstracted.why
    assert shown.lines[-1] > shown.bands.index(band)  # most of them decide about the line


def test_without_services_there_are_bands_but_no_columns(new_assessment):
    shown = responsibility_map(new_assessment(services=()))
    assert len(shown.bands) == len(scope.layers()) and shown.columns == () and shown.lines == ()
