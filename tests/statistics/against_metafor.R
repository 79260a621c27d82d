# Reads data as JSON from standard input, prints what metafor makes of them as JSON.
suppressMessages({ library(metafor); library(jsonlite) })
given <- fromJSON(file("stdin"), simplifyVector = FALSE)
numbers <- function(x) as.numeric(unlist(x))
sharp <- list(threshold = 1e-12, maxiter = 10000, tol = 1e-12)
one <- function(d) {
  yi <- numbers(d$y); vi <- numbers(d$v)
  lapply(c(fixed = "FE", DL = "DL", REML = "REML", PM = "PM"), function(m) {
    fit <- rma(yi, vi, method = m, control = if (m %in% c("REML", "PM")) sharp else list())
    hk <- rma(yi, vi, method = m, test = if (m == "FE") "z" else "knha",
              control = if (m %in% c("REML", "PM")) sharp else list())
    half <- qt(0.975, length(yi) - 2) * sqrt(fit$tau2 + fit$se^2)
    ci <- if (m == "FE") matrix(NA, 1, 2, dimnames = list("tau^2", c("ci.lb", "ci.ub")))
          else confint(fit, control = list(tol = 1e-10, tau2.max = 1e4))$random
    list(estimate = fit$beta[1], se = fit$se, lower = fit$ci.lb, upper = fit$ci.ub, q = fit$QE,
         tau2 = fit$tau2, weights = as.numeric(weights(fit)) / 100,
         hk_se = hk$se, hk_lower = hk$ci.lb, hk_upper = hk$ci.ub,
         tau2_lower = ci["tau^2", "ci.lb"], tau2_upper = ci["tau^2", "ci.ub"],
         pi_lower = fit$beta[1] - half, pi_upper = fit$beta[1] + half)
  })
}
rare <- function(d) {
  a <- list(ai = numbers(d$events), n1i = numbers(d$n), ci = numbers(d$other_events),
            n2i = numbers(d$other_n))
  told <- function(f) list(estimate = f$beta[1], se = f$se)
  mh <- function(m) told(do.call(rma.mh, c(a, measure = m, correct = FALSE)))
  list(RR = mh("RR"), OR = mh("OR"), RD = mh("RD"), peto = told(do.call(rma.peto, a)))
}
effects <- function(d) {
  s <- escalc("SMD", m1i = d$m1, sd1i = d$s1, n1i = d$n1, m2i = d$m2, sd2i = d$s2, n2i = d$n2)
  m <- escalc("MD", m1i = d$m1, sd1i = d$s1, n1i = d$n1, m2i = d$m2, sd2i = d$s2, n2i = d$n2)
  list(SMD = as.numeric(s$yi), SMD_v = as.numeric(s$vi), MD = as.numeric(m$yi),
       MD_v = as.numeric(m$vi))
}
cat(toJSON(list(pooled = lapply(given$pooled, one), rare = lapply(given$rare, rare),
                effects = lapply(given$effects, effects)), auto_unbox = TRUE, digits = NA))
