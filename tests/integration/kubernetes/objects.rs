//! Manifests, and what an API server adds to them when it takes them: bookkeeping, defaults, what it assigns.
//!
//! This file must not run anything. What is added is written down by the reference of the API, field by field.

use serde_json::{Value, json};

/// A manifest, and what a server adds to it.
pub(super) struct Taken {
    pub(super) name: &'static str,
    pub(super) manifest: Value,
    added: Value,
}

impl Taken {
    /// Returns the object as the server would give it back.
    pub(super) fn live(&self) -> Value {
        let mut live = self.manifest.clone();
        let bookkeeping = json!({"metadata": {
            "uid": "0b5d4a0e-8f0c-4c1c-9a63-3f1c1d8f6a11", "resourceVersion": "4711", "generation": 3,
            "creationTimestamp": "2026-02-03T04:05:06Z",
            "managedFields": [{"manager": "kubectl", "operation": "Apply", "apiVersion": "v1", "time": "2026-02-03T04:05:06Z",
                "fieldsType": "FieldsV1", "fieldsV1": {"f:spec": {}}}],
            "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}"},
        }});
        merge(&mut live, &bookkeeping);
        merge(&mut live, &self.added);
        live
    }
}

/// Adds what is in `more`, element by element in lists.
fn merge(into: &mut Value, more: &Value) {
    match (into, more) {
        (Value::Object(into), Value::Object(more)) => {
            for (key, value) in more {
                merge(into.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (Value::Array(into), Value::Array(more)) => {
            for (at, value) in more.iter().enumerate() {
                match into.get_mut(at) {
                    Some(inner) => merge(inner, value),
                    None => into.push(value.clone()),
                }
            }
        }
        (into, more) => *into = more.clone(),
    }
}

fn taken(name: &'static str, manifest: Value, added: Value) -> Taken {
    Taken { name, manifest, added }
}

fn object(api_version: &str, kind: &str, rest: &Value) -> Value {
    let mut object =
        json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": "web", "namespace": "shop"}});
    merge(&mut object, rest);
    object
}

/// What is filled into every pod spec.
fn pod_defaults() -> Value {
    json!({
        "restartPolicy": "Always", "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst",
        "schedulerName": "default-scheduler", "securityContext": {},
        "containers": [{"terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File"}],
    })
}

fn small_pod() -> Value {
    json!({"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "acme/web:1"}]}})
}

fn small_pod_added() -> Value {
    let mut added = json!({"metadata": {"creationTimestamp": null}, "spec": pod_defaults()});
    merge(
        &mut added,
        &json!({"spec": {"containers": [{"imagePullPolicy": "IfNotPresent", "resources": {}}]}}),
    );
    added
}

pub(super) fn deployment() -> Taken {
    let manifest = object(
        "apps/v1",
        "Deployment",
        &json!({"spec": {
            "replicas": 2,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}}, "spec": {
                "serviceAccountName": "web",
                "containers": [
                    {"name": "web", "image": "nginx",
                     "env": [{"name": "LOG_LEVEL", "value": "info"},
                        {"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "web", "key": "token"}}},
                        {"name": "POD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}],
                     "ports": [{"containerPort": 8080, "name": "http"}, {"containerPort": 9090, "name": "metrics"}],
                     "readinessProbe": {"httpGet": {"port": 8080}},
                     "livenessProbe": {"tcpSocket": {"port": "http"}, "periodSeconds": 20},
                     "resources": {"limits": {"cpu": 0.5, "memory": "1Gi"}},
                     "volumeMounts": [{"name": "settings", "mountPath": "/etc/web"}, {"name": "scratch", "mountPath": "/tmp"}]},
                    {"name": "proxy", "image": "ghcr.io/acme/proxy:2.1"},
                ],
                "volumes": [{"name": "settings", "configMap": {"name": "web"}}, {"name": "scratch", "emptyDir": {"sizeLimit": "1024Mi"}}],
                "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule",
                    "labelSelector": {"matchLabels": {"app": "web"}}}],
            }},
        }}),
    );
    let probe =
        json!({"timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3});
    let mut ready = probe.clone();
    merge(&mut ready, &json!({"httpGet": {"path": "/", "scheme": "HTTP"}}));
    let mut alive = probe;
    merge(&mut alive, &json!({"periodSeconds": 20}));
    let mut spec = pod_defaults();
    merge(
        &mut spec,
        &json!({
            "serviceAccount": "web",
            "containers": [
                {"imagePullPolicy": "Always",
                 "env": [{}, {}, {"valueFrom": {"fieldRef": {"apiVersion": "v1"}}}],
                 "ports": [{"protocol": "TCP"}, {"protocol": "TCP"}],
                 "readinessProbe": ready, "livenessProbe": alive,
                 "resources": {"limits": {"cpu": "500m", "memory": "1Gi"}, "requests": {"cpu": "500m", "memory": "1Gi"}}},
                {"imagePullPolicy": "IfNotPresent", "resources": {}, "terminationMessagePath": "/dev/termination-log",
                 "terminationMessagePolicy": "File"},
            ],
            "volumes": [{"configMap": {"defaultMode": 420}}, {"emptyDir": {"sizeLimit": "1Gi"}}],
        }),
    );
    let added = json!({
        "metadata": {"annotations": {"deployment.kubernetes.io/revision": "7"}},
        "spec": {
            "progressDeadlineSeconds": 600, "revisionHistoryLimit": 10,
            "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}},
            "template": {"metadata": {"creationTimestamp": null, "annotations": {"kubectl.kubernetes.io/restartedAt": "2026-02-03T04:05:06Z"}},
                "spec": spec},
        },
        "status": {"replicas": 2, "observedGeneration": 3},
    });
    taken("Deployment", manifest, added)
}

pub(super) fn service() -> Taken {
    taken(
        "Service",
        object(
            "v1",
            "Service",
            &json!({"spec": {"selector": {"app": "web"}, "ports": [{"port": 80}, {"port": 53, "protocol": "UDP"}]}}),
        ),
        json!({"spec": {
            "type": "ClusterIP", "clusterIP": "10.96.4.2", "clusterIPs": ["10.96.4.2"], "ipFamilies": ["IPv4"],
            "ipFamilyPolicy": "SingleStack", "internalTrafficPolicy": "Cluster", "sessionAffinity": "None",
            "ports": [{"protocol": "TCP", "targetPort": 80}, {"targetPort": 53}],
        }, "status": {"loadBalancer": {}}}),
    )
}

fn workloads() -> Vec<Taken> {
    let selector = json!({"matchLabels": {"app": "web"}});
    let job_added = json!({
        "metadata": {"labels": {"batch.kubernetes.io/job-name": "web", "controller-uid": "1"}},
        "spec": {"containers": [{}], "restartPolicy": "Never"},
    });
    let mut job_pod = small_pod_added();
    merge(&mut job_pod, &job_added);
    let mut run_once = small_pod();
    merge(&mut run_once, &json!({"spec": {"restartPolicy": "Never"}}));
    let job_defaults = json!({
        "backoffLimit": 6, "completionMode": "NonIndexed", "completions": 1, "manualSelector": false, "parallelism": 1,
        "podReplacementPolicy": "TerminatingOrFailed", "suspend": false,
        "selector": {"matchLabels": {"batch.kubernetes.io/controller-uid": "1"}}, "template": job_pod,
    });
    let mut cron_pod = small_pod_added();
    merge(&mut cron_pod, &json!({"spec": {"restartPolicy": "Never"}}));
    vec![
        taken(
            "StatefulSet",
            object(
                "apps/v1",
                "StatefulSet",
                &json!({"spec": {"serviceName": "web", "selector": selector, "template": small_pod(),
                "volumeClaimTemplates": [{"metadata": {"name": "data"},
                    "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}]}}),
            ),
            json!({"spec": {"replicas": 1, "podManagementPolicy": "OrderedReady", "revisionHistoryLimit": 10, "template": small_pod_added(),
                "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Retain"},
                "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
                "volumeClaimTemplates": [{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"creationTimestamp": null},
                    "spec": {"volumeMode": "Filesystem"}, "status": {"phase": "Pending"}}]},
                "status": {"currentRevision": "web-7c5ddbdf54"}}),
        ),
        taken(
            "DaemonSet",
            object("apps/v1", "DaemonSet", &json!({"spec": {"selector": selector, "template": small_pod()}})),
            json!({"metadata": {"annotations": {"deprecated.daemonset.template.generation": "3"}},
                "spec": {"revisionHistoryLimit": 10, "template": small_pod_added(),
                "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}}}}),
        ),
        taken(
            "Job",
            object("batch/v1", "Job", &json!({"spec": {"template": run_once}})),
            json!({ "spec": job_defaults }),
        ),
        taken(
            "CronJob",
            object(
                "batch/v1",
                "CronJob",
                &json!({"spec": {"schedule": "0 3 * * *", "jobTemplate": {"spec": {"template": run_once}}}}),
            ),
            json!({"spec": {"concurrencyPolicy": "Allow", "suspend": false, "successfulJobsHistoryLimit": 3, "failedJobsHistoryLimit": 1,
                "jobTemplate": {"metadata": {"creationTimestamp": null}, "spec": {"template": cron_pod}}},
                "status": {"lastScheduleTime": "2026-02-03T04:05:06Z"}}),
        ),
        taken(
            "HorizontalPodAutoscaler",
            object(
                "autoscaling/v2",
                "HorizontalPodAutoscaler",
                &json!({"spec": {"maxReplicas": 5,
                "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}, "behavior": {"scaleUp": {}}}}),
            ),
            json!({"spec": {"minReplicas": 1,
                "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}}],
                "behavior": {"scaleUp": {"selectPolicy": "Max", "stabilizationWindowSeconds": 0, "policies":
                        [{"type": "Pods", "value": 4, "periodSeconds": 15}, {"type": "Percent", "value": 100, "periodSeconds": 15}]},
                    "scaleDown": {"selectPolicy": "Max", "policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}]}}}}),
        ),
        taken(
            "PodDisruptionBudget",
            object(
                "policy/v1",
                "PodDisruptionBudget",
                &json!({"spec": {"minAvailable": 1, "selector": selector}}),
            ),
            json!({"status": {"disruptionsAllowed": 1}}),
        ),
    ]
}

fn others() -> Vec<Taken> {
    vec![
        taken(
            "Ingress",
            object(
                "networking.k8s.io/v1",
                "Ingress",
                &json!({"spec": {"rules": [{"host": "shop.example.com", "http": {"paths":
                [{"path": "/", "pathType": "Prefix", "backend": {"service": {"name": "web", "port": {"number": 80}}}}]}}]}}),
            ),
            json!({"spec": {"ingressClassName": "nginx"}, "status": {"loadBalancer": {"ingress": [{"ip": "192.0.2.7"}]}}}),
        ),
        taken(
            "NetworkPolicy",
            object(
                "networking.k8s.io/v1",
                "NetworkPolicy",
                &json!({"spec": {"podSelector": {},
                "ingress": [{"from": [{"namespaceSelector": {}}], "ports": [{"port": 80}]}]}}),
            ),
            json!({"spec": {"policyTypes": ["Ingress"], "ingress": [{"ports": [{"protocol": "TCP"}]}]}}),
        ),
        taken(
            "PersistentVolumeClaim",
            object(
                "v1",
                "PersistentVolumeClaim",
                &json!({"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1024Mi"}}}}),
            ),
            json!({"metadata": {"annotations": {"pv.kubernetes.io/bind-completed": "yes"}, "finalizers": ["kubernetes.io/pvc-protection"]},
                "spec": {"storageClassName": "standard", "volumeMode": "Filesystem", "volumeName": "pvc-4c1f"}, "status": {"phase": "Bound"}}),
        ),
        taken(
            "Role",
            object(
                "rbac.authorization.k8s.io/v1",
                "Role",
                &json!({"rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]}]}),
            ),
            json!({}),
        ),
        taken(
            "RoleBinding",
            object(
                "rbac.authorization.k8s.io/v1",
                "RoleBinding",
                &json!({"roleRef": {"kind": "Role", "name": "web"},
                "subjects": [{"kind": "ServiceAccount", "name": "web", "namespace": "shop"}, {"kind": "Group", "name": "ops"}]}),
            ),
            json!({"roleRef": {"apiGroup": "rbac.authorization.k8s.io"}, "subjects": [{}, {"apiGroup": "rbac.authorization.k8s.io"}]}),
        ),
        taken("ConfigMap", object("v1", "ConfigMap", &json!({"data": {"LOG_LEVEL": "info"}})), json!({})),
        taken(
            "ServiceAccount",
            object("v1", "ServiceAccount", &json!({})),
            json!({"secrets": [{"name": "web-token-x7k2p"}]}),
        ),
        taken(
            "ValidatingWebhookConfiguration",
            json!({"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration", "metadata": {"name": "web"},
                "webhooks": [{"name": "web.example.com", "sideEffects": "None", "admissionReviewVersions": ["v1"],
                    "clientConfig": {"service": {"name": "web", "namespace": "shop"}},
                    "rules": [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]}]}]}),
            json!({"webhooks": [{"failurePolicy": "Fail", "matchPolicy": "Equivalent", "timeoutSeconds": 10, "namespaceSelector": {},
                "objectSelector": {}, "rules": [{"scope": "*"}], "clientConfig": {"caBundle": "Q0E=", "service": {"port": 443}}}]}),
        ),
        taken(
            "Widget",
            object(
                "lab.example.com/v1",
                "Widget",
                &json!({"spec": {"parts": [{"name": "a"}, {"name": "b", "on": false}]}}),
            ),
            json!({"spec": {"size": 1, "parts": [{"on": true}]}, "status": {"ready": true}}),
        ),
        taken(
            "CustomResourceDefinition",
            json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "widgets.lab.example.com"},
            "spec": {"group": "lab.example.com", "scope": "Namespaced", "names": {"kind": "Widget", "plural": "widgets"},
                "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                    "spec": {"type": "object", "properties": {
                        "size": {"type": "integer", "default": 1},
                        "parts": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
                            "items": {"type": "object", "properties": {
                                "name": {"type": "string"}, "on": {"type": "boolean", "default": true}}}},
                    }}}}}}]}}),
            json!({"spec": {"conversion": {"strategy": "None"}, "names": {"listKind": "WidgetList", "singular": "widget"}},
                "status": {"storedVersions": ["v1"]}}),
        ),
    ]
}

/// Returns one object of each kind that most people declare.
pub(super) fn all() -> Vec<Taken> {
    let mut all = vec![deployment(), service()];
    all.extend(workloads());
    all.extend(others());
    all
}

/// Puts objects into one list.
pub(super) fn list(objects: impl IntoIterator<Item = Value>) -> String {
    json!({"apiVersion": "v1", "kind": "List", "items": objects.into_iter().collect::<Vec<_>>()}).to_string()
}
