//! Asking Systems Manager about parameters, and never for their values; for documents and maintenance windows.

use std::collections::BTreeMap;

use aws_sdk_ssm::operation::describe_maintenance_windows::DescribeMaintenanceWindowsOutput;
use aws_sdk_ssm::operation::describe_parameters::DescribeParametersOutput;
use aws_sdk_ssm::operation::get_document::GetDocumentOutput;
use aws_sdk_ssm::operation::list_documents::ListDocumentsOutput;
use aws_sdk_ssm::types::{
    DocumentFormat, DocumentIdentifier, DocumentKeyValuesFilter, DocumentType, MaintenanceWindowIdentity,
    ParameterMetadata, ParameterTier, ParameterType, Tag,
};
use futures::FutureExt as _;

use super::client;
use crate::collect::aws::live::Reader;
use crate::collect::aws::live::reading::Reading;
use crate::collect::aws::live::tree::trees;
use crate::collect::aws::services::ssm::{
    DESCRIBE_MAINTENANCE_WINDOWS, DESCRIBE_PARAMETERS, GET_DOCUMENT, LIST_DOCUMENTS, SERVICE,
};

pub(super) const READER: Reader = Reader { service: &SERVICE, read: |reading| read(reading).boxed() };

async fn read(reading: &mut Reading<'_>) {
    let client = client!(aws_sdk_ssm, reading, &SERVICE);
    let parameters = client.describe_parameters().max_results(50);
    reading.pages(DESCRIBE_PARAMETERS, parameters.into_paginator().send()).await;
    // AWS itself offers hundreds of documents.
    let own = DocumentKeyValuesFilter::builder().key("Owner").values("Self").build();
    let documents = client.list_documents().filters(own).max_results(50);
    reading.pages(LIST_DOCUMENTS, documents.into_paginator().send()).await;
    let formats: BTreeMap<String, DocumentFormat> = reading
        .answers
        .items(LIST_DOCUMENTS, "DocumentIdentifiers")
        .filter_map(|item| {
            Some((item.get("Name").text()?.to_owned(), item.get("DocumentFormat").str().into()))
        })
        .collect();
    let names: Vec<String> = formats.keys().cloned().collect();
    reading
        .each(GET_DOCUMENT, &names, |name| {
            // Unless asked otherwise, a document is given as JSON, however it was written.
            let format = formats.get(&name).cloned();
            client.get_document().set_document_format(format).name(name).send()
        })
        .await;
    let windows = client.describe_maintenance_windows().max_results(50);
    reading.pages(DESCRIBE_MAINTENANCE_WINDOWS, windows.into_paginator().send()).await;
}

trees! {
    struct DescribeParametersOutput { parameters }
    struct ListDocumentsOutput { document_identifiers }
    struct GetDocumentOutput { name, content }
    struct DescribeMaintenanceWindowsOutput { window_identities }
    struct ParameterMetadata { name, arn, r#type, key_id, description, allowed_pattern, tier, data_type }
    struct DocumentIdentifier { name, version_name, document_type, document_format, target_type, tags }
    struct MaintenanceWindowIdentity {
        window_id, name, description, enabled, duration, cutoff, schedule, schedule_timezone, schedule_offset,
        start_date, end_date,
    }
    struct Tag { key, value }
    enum DocumentFormat
    enum DocumentType
    enum ParameterTier
    enum ParameterType
}
