test "k8s/missing-config-map" "a volume and a variable name what is not there" {
  kind    = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live    = true
  resource = { spec = { template = { spec = {
    volumes    = [{ name = "conf", configMap = { name = "web-conf" } }]
    containers = [{ name = "web", env = [{ name = "LEVEL", valueFrom = { configMapKeyRef = { name = "settings", key = "level" } } }] }]
  } } } }
  others = [{ kind = "ConfigMap", address = "other/ConfigMap/settings", attributes = {} }]
  expect {
    rule     = "k8s/missing-config-map"
    path     = "spec.template.spec.volumes[name=conf].configMap"
    severity = "high"
  }
  expect {
    path     = "spec.template.spec.containers[name=web].env[name=LEVEL].valueFrom.configMapKeyRef"
    severity = "high"
  }
}

test "k8s/missing-config-map" "there, or optional" {
  kind    = "Deployment.apps"
  address = "shop/Deployment.apps/web"
  live    = true
  resource = { spec = { template = { spec = {
    volumes    = [{ name = "conf", configMap = { name = "settings" } }]
    containers = [{ name = "web", envFrom = [{ configMapRef = { name = "more", optional = true } }] }]
  } } } }
  others = [{ kind = "ConfigMap", address = "shop/ConfigMap/settings", attributes = {} }]
}

test "k8s/missing-config-map" "ConfigMaps were not read" {
  kind     = "Pod"
  address  = "shop/Pod/web"
  live     = true
  unread   = ["ConfigMap"]
  resource = { spec = { volumes = [{ name = "conf", configMap = { name = "settings" } }] } }
}
