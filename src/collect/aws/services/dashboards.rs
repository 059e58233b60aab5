//! CloudWatch: dashboards, which an account has once, whatever the region is asked in.
//!
//! Source: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetDashboard.html>

use crate::collect::aws::answer::Answers;
use crate::collect::aws::call::{Call, Service};
use crate::collect::aws::made::Made;

pub(in crate::collect::aws) const LIST_DASHBOARDS: &str = "cloudwatch:ListDashboards";
pub(in crate::collect::aws) const GET_DASHBOARD: &str = "cloudwatch:GetDashboard";

pub(in crate::collect::aws) const SERVICE: Service = Service {
    id: "CloudWatch",
    rate: 6,
    is_global: true,
    calls: &[
        Call::new("ListDashboards", LIST_DASHBOARDS).of(&["aws_cloudwatch_dashboard"]),
        Call::new("GetDashboard", GET_DASHBOARD)
            .of(&["aws_cloudwatch_dashboard"])
            .or_none(&["ResourceNotFound", "DashboardNotFoundError"])
            .told_by("DashboardBody", ""),
    ],
    shape,
};

fn shape(answers: &Answers, made: &mut Made) {
    for (_, answer) in answers.all(GET_DASHBOARD) {
        let Some(name) = answer.get("DashboardName").text() else { continue };
        made.resource("aws_cloudwatch_dashboard", name)
            .called(name)
            .set("dashboard_name", name)
            .copy_known("dashboard_arn", answer.get("DashboardArn"))
            .copy("dashboard_body", answer.get("DashboardBody"))
            .done();
    }
}
